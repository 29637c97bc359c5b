// The floors of STYLE: a file imports from its own folder or from a lower floor, types included.
const FLOORS = [
  ['lib'],
  ['events', 'consent'],
  ['sources', 'history', 'catalog', 'model'],
  ['encoding'],
  ['engine'],
  ['prediction'],
  ['predictor', 'training', 'shelf', 'doctor'],
];

const floorRules = FLOORS.flatMap((folders, floor) =>
  folders.map((folder) => {
    const others = FLOORS.slice(floor)
      .flat()
      .filter((other) => other !== folder);
    return {
      name: `floor-${floor}-${folder}`,
      severity: 'error',
      comment: `src/${folder}/ stands on floor ${floor}: it may import src/${folder}/ and lower floors only.`,
      from: { path: `^src/${folder}/` },
      to: { path: `^src/((${others.join('|')})/|[^/]+$)` },
    };
  }),
);

const NODE_ONLY = '^src/((training|doctor)/node/|cli\\.ts$)';
const TENSORFLOW = '^src/(engine/webgl/|training/|(webgl|training|cli)\\.tsx?$)';

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'unknown-folder',
      severity: 'error',
      comment: 'Every folder under src/ stands on a floor: add it to FLOORS.',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: `^src/(${FLOORS.flat().join('|')})/` },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Two files that need each other are one file, or need a third below them.',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'doors-import-no-doors',
      severity: 'error',
      comment:
        'What two doors share belongs on a floor; src/surroundings.ts is what they stand beside.',
      from: { path: '^src/[^/]+\\.tsx?$', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^src/[^/]+\\.tsx?$',
        pathNot: '^src/(surroundings|webgl|analysis|listeners)\\.ts$',
      },
    },
    {
      name: 'chunks-are-lazy',
      severity: 'error',
      comment:
        "The chunks of first use are loaded by import('./webgl.js') in src/surroundings.ts, never statically.",
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/(webgl|analysis|listeners)\\.ts$', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'engine-comes-with-a-model',
      severity: 'error',
      comment: 'A page without a model does without the kit: src/surroundings.ts loads it.',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^src/predictor/engine-kit\\.ts$',
        dependencyTypesNot: ['dynamic-import', 'type-only', 'type-import'],
      },
    },
    {
      name: 'tensorflow-has-its-place',
      severity: 'error',
      comment: 'TensorFlow.js belongs to src/engine/webgl/, src/training/ and their doors.',
      from: { path: '^src/', pathNot: TENSORFLOW },
      to: { path: '@tensorflow/' },
    },
    ...['react', 'vue', 'svelte'].map((framework) => ({
      name: `${framework}-has-its-place`,
      severity: 'error',
      comment: `The core knows no framework: src/${framework} is its skin.`,
      from: { path: '^src/', pathNot: `^src/${framework}(\\.test)?\\.tsx?$` },
      to: { path: `^node_modules/(@types/|@${framework}/)?${framework}(-dom)?/` },
    })),
    {
      name: 'idb-keyval-has-its-place',
      severity: 'error',
      comment: 'IndexedDB is touched in src/history/ only.',
      from: { path: '^src/', pathNot: '^src/history/' },
      to: { path: '^node_modules/idb-keyval/' },
    },
    {
      name: 'no-node-in-the-page',
      severity: 'error',
      comment: 'Node modules belong to src/training/node/, src/doctor/node/ and src/cli.ts.',
      from: { path: '^src/', pathNot: `${NODE_ONLY}|\\.test\\.tsx?$` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-node-reachable-from-the-page',
      severity: 'error',
      comment: 'Only src/cli.ts may reach src/training/node/ and src/doctor/node/.',
      from: { path: '^src/[^/]+\\.tsx?$', pathNot: '^src/cli(\\.test)?\\.ts$' },
      to: { path: '^src/(training|doctor)/node/', reachable: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import does not lead to a file or an installed package.',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
