/** The public library, loaded only when a command runs: `--help` must not wait for a database engine. */
export const library = () => import('../index.ts');

/** The server, likewise; nothing else of the command line knows it. */
export const server = () => import('../server/index.ts');
