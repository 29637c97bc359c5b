/**
 * TensorFlow.js keeps its engine, flags and kernels on the global object, so our copy and a shop's
 * own would conflict on one page. These replacements give ours its own namespace, and leave out
 * unused parts.
 */
const REPLACED = {
  // Without `location` in it, a `?tfjsflags=` in the shop's address cannot set our flags.
  'global_util.js': `
    const namespace = {};
    const singletons = new Map();
    export const getGlobalNamespace = () => namespace;
    export function getGlobal(key, init) {
      if (!singletons.has(key)) singletons.set(key, init());
      return singletons.get(key);
    }`,
  // No `require` or `fetch` in a page.
  'platforms/platform_node.js': '',
  'platforms/platform_browser.js': `
    import { env } from '../environment.js';
    env().setPlatform('browser', { now: () => performance.now(), isTypedArray: ArrayBuffer.isView });`,
  // Unused: we read model files ourselves, and do not hash or draw at random on the GPU.
  'io/io.js': '',
  'hash_util.js': 'export const hexToLong = undefined, fingerPrint64 = undefined;',
  'ops/rand_util.js':
    'export const MPRandGauss = undefined, RandGamma = undefined, UniformRandom = undefined;',
  // Without its optimizers.
  'index.js': `
    import './base_side_effects.js';
    export * from './base.js';`,
};

const FILE = /[\\/]@tensorflow[\\/]tfjs-core[\\/]dist[\\/](.*\.js)$/;
const replacement = (path) => REPLACED[FILE.exec(path)?.[1].replaceAll('\\', '/')];

/** For rollup and vite. */
export function tfjsAlone() {
  return {
    name: 'tfjs-alone',
    load: (id) => replacement(id) ?? null,
  };
}

/** For esbuild, in tests and benches that bundle the sources. */
export const tfjsAloneForEsbuild = {
  name: 'tfjs-alone',
  setup(build) {
    build.onLoad({ filter: FILE }, ({ path }) => {
      const contents = replacement(path);
      return contents === undefined ? undefined : { contents, loader: 'js' };
    });
  },
};
