import { copyFile } from 'node:fs/promises';
import { build } from 'esbuild';

await build({
  entryPoints: ['main.js'],
  outdir: 'dist',
  publicPath: '/',
  bundle: true,
  minify: true,
  format: 'esm',
  splitting: true,
  loader: { '.safetensors': 'file' },
});
await copyFile('index.html', 'dist/index.html');
