import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { budget } from './budget.ts';

// The policy the pages are served under allows no data: URLs and no inline scripts: every asset is a file.
export default defineConfig({
  base: '/',
  plugins: [react(), tailwind(), budget()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
