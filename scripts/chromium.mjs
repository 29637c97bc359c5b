import { ensureBrowser, findBrowser } from './browsers.mjs';

/** WebGL without a GPU, and no background requests of the browser. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of a Chromium, undefined when there is none; `browsers.mjs` says where it is looked for. */
export const findChromium = async () => (await findBrowser('chromium'))?.path;

/** Finds a Chromium or installs one. */
export const ensureChromium = async () => (await ensureBrowser('chromium')).path;
