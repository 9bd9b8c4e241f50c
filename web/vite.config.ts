import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { tokens } from '../src/model/tokens.ts';

/** The colours and faces of the report, as a style sheet that the workbench imports: both have them from one source. */
const look: Plugin = {
  name: 'look',
  resolveId: (id) => (id === 'virtual:look.css' ? '\0look.css' : undefined),
  load: (id) => (id === '\0look.css' ? tokens.screen : undefined),
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), look],
  build: {
    outDir: resolve(import.meta.dirname, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the server allows files of its own only: nothing is put inside others.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: { fileName: 'licenses.md' },
  },
  logLevel: 'warn',
});
