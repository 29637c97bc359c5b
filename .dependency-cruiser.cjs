// A file imports from its own room or from a lower floor, types included. A room is a folder of src/.
const FLOORS = [
  ['lib'],
  ['events', 'consent'],
  ['sources', 'history', 'catalog', 'model'],
  ['encoding'],
  ['engine'],
  ['prediction'],
  ['moments', 'profile', 'training', 'shelf', 'doctor', 'language'],
  ['predictor', 'simulate'],
  ['studio'],
  ['chunks', 'inspector', 'instant'],
];

// The rooms inside src/training/, in the order in which a log passes through them. The two last are
// the ways in: one needs Node, the other a page.
const TRAINING = [
  ['log'],
  ['data'],
  ['baselines'],
  ['network'],
  ['quantise'],
  ['calibrate'],
  ['fit'],
  ['measure'],
  ['shards'],
  ['node', 'page'],
];

/** One rule a room: nothing of its own floor, or above, but itself. */
function floorRules(floors, root, above = '') {
  return floors.flatMap((rooms, floor) =>
    rooms.map((room) => {
      const others = floors
        .slice(floor)
        .flat()
        .filter((other) => other !== room);
      return {
        name: `floor-${root.replaceAll('/', '-')}${floor}-${room}`,
        severity: 'error',
        comment: `${root}${room}/ stands on floor ${floor}: it may import ${root}${room}/ and lower floors only.`,
        from: { path: `^${root}${room}/` },
        to: { path: `^${root}((${others.join('|') || '-'})/${above})` },
      };
    }),
  );
}

const knownRoom = (floors, root) => ({
  name: `unknown-room-of-${root.replaceAll('/', '-')}`,
  severity: 'error',
  comment: `Every folder of ${root} stands on a floor: add it to the list in .dependency-cruiser.cjs.`,
  from: {},
  to: { path: `^${root}[^/]+/`, pathNot: `^${root}(${floors.flat().join('|')})/` },
});

const NODE_ONLY = '^src/((training|predictor|doctor|simulate)/node/|training/shards/|cli\\.ts$)';
const TENSORFLOW = '^src/(engine/webgl/|training/|(webgl|training|cli)\\.tsx?$)';

module.exports = {
  forbidden: [
    ...floorRules(FLOORS, 'src/', '|[^/]+$'),
    ...floorRules(TRAINING, 'src/training/'),
    knownRoom(FLOORS, 'src/'),
    knownRoom(TRAINING, 'src/training/'),
    {
      name: 'training-has-rooms',
      severity: 'error',
      comment: 'A file of src/training/ stands in one of its rooms.',
      from: {},
      to: { path: '^src/training/[^/]+$' },
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
        'What two doors share belongs in a room; src/loaders.ts knows the files beside the doors.',
      from: { path: '^src/[^/]+\\.tsx?$', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^src/[^/]+\\.tsx?$',
        pathNot: '^src/loaders\\.ts$',
        dependencyTypesNot: ['dynamic-import'],
      },
    },
    {
      name: 'chunks-are-lazy',
      severity: 'error',
      comment: 'Chunks are loaded by import(), most of them in src/loaders.ts, never statically.',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$|^src/chunks/' },
      to: {
        path: '^src/((webgl|inspector)\\.ts$|chunks/)',
        dependencyTypesNot: ['dynamic-import'],
      },
    },
    {
      name: 'engine-comes-with-a-model',
      severity: 'error',
      comment:
        'A page without a model does without the kit: src/loaders.ts loads it. The command line always has one.',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$|^src/predictor/node/' },
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
      comment:
        'Node modules belong to src/training/node/, src/training/shards/, src/predictor/node/, src/doctor/node/, src/simulate/node/ and src/cli.ts.',
      from: { path: '^src/', pathNot: `${NODE_ONLY}|\\.(test|fixture)\\.tsx?$` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-node-reachable-from-the-page',
      severity: 'error',
      comment:
        'Only src/cli.ts may reach src/training/node/, src/training/shards/, src/predictor/node/, src/doctor/node/ and src/simulate/node/.',
      from: { path: '^src/[^/]+\\.tsx?$', pathNot: '^src/cli(\\.test)?\\.ts$' },
      to: {
        path: '^src/((training|predictor|doctor|simulate)/node|training/shards)/',
        reachable: true,
      },
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
