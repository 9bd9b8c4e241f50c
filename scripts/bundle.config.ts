import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/*
 * Puts the files of each entrance and each kind of thread together, over what tsc wrote: a thread of an examination
 * needs 400 of them, and finding and opening them costs it four times what compiling them does. Nothing depends on
 * it: what tsc wrote runs as well. Packages stay where they are, but for one.
 */
const project = resolve(import.meta.dirname, '..');
const dist = resolve(project, 'dist');
const entries = [
  'index',
  'cli/bin',
  'server/index',
  'examination/worker',
  'examination/walker',
  'examination/log-worker',
  'examination/content-worker',
];

/** One level below dist, as every file that says where it lies by `import.meta.url`. */
const shared = 'shared';

const withoutOld: Plugin = {
  name: 'without-old',
  buildStart: () => rmSync(resolve(dist, shared), { recursive: true, force: true }),
};

export default defineConfig({
  root: project,
  plugins: [withoutOld],
  publicDir: false,
  // A hundred small files around one native library, which stays in the package that `npm ci` puts beside it.
  ssr: { noExternal: ['@duckdb/node-api'] },
  build: {
    ssr: true,
    outDir: dist,
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      // No file of ours does anything by being loaded, but the entries: a thread gets only what it uses of a room.
      treeshake: { moduleSideEffects: false },
      input: Object.fromEntries(entries.map((entry) => [entry, resolve(project, 'src', `${entry}.ts`)])),
      output: { entryFileNames: '[name].js', chunkFileNames: `${shared}/[name].js` },
    },
  },
  logLevel: 'warn',
});
