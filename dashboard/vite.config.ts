import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type InlineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

const root = fileURLToPath(new URL('.', import.meta.url));
/** Browsers of the last two years: no polyfills. */
const TARGET = ['chrome123', 'firefox125', 'safari17.5'];

/** The application behind the front door. Everything is a file of its own: its policy allows no inline script or style. */
export const application: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    target: TARGET,
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 1000,
  },
};

/** The verifier as one file that works from a disk, with the network cut off. */
export const offlineVerifier: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [react(), viteSingleFile({ removeViteModuleLoader: true })],
  build: {
    target: TARGET,
    outDir: 'dist',
    emptyOutDir: false,
    assetsInlineLimit: () => true,
    rolldownOptions: { input: `${root}verify.html` },
    chunkSizeWarningLimit: 3000,
  },
};

export default defineConfig(application);
