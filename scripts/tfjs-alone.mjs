/**
 * TensorFlow.js keeps its engine, flags and kernels on the global object, so that two copies on one
 * page, ours and the shop's own of another version, would run into one another. These replacements
 * give our copy a namespace of its own, and leave out what it never uses.
 */
const REPLACED = {
  // Also: without `location` there, a `?tfjsflags=` in the shop's address cannot set our flags.
  'global_util.js': `
    const namespace = {};
    const singletons = new Map();
    export const getGlobalNamespace = () => namespace;
    export function getGlobal(key, init) {
      if (!singletons.has(key)) singletons.set(key, init());
      return singletons.get(key);
    }`,
  // \`require\` and \`fetch\` have no place in the page.
  'platforms/platform_node.js': '',
  'platforms/platform_browser.js': `
    import { env } from '../environment.js';
    env().setPlatform('browser', { now: () => performance.now(), isTypedArray: ArrayBuffer.isView });`,
  // Model files are read by us, from one place; nothing is hashed or drawn at random on the GPU.
  'io/io.js': '',
  'hash_util.js': 'export const hexToLong = undefined, fingerPrint64 = undefined;',
  'ops/rand_util.js':
    'export const MPRandGauss = undefined, RandGamma = undefined, UniformRandom = undefined;',
  // The same without its optimizers.
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

/** For esbuild: tests and benches that bundle the sources themselves. */
export const tfjsAloneForEsbuild = {
  name: 'tfjs-alone',
  setup(build) {
    build.onLoad({ filter: FILE }, ({ path }) => {
      const contents = replacement(path);
      return contents === undefined ? undefined : { contents, loader: 'js' };
    });
  },
};
