/** The public library, loaded only when a command runs: `--help` must not wait for a database engine. */
export const library = () => import('../index.ts');
