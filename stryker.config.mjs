/**
 * Mutation testing of the layers that decide what is sent: `npm run test:mutation -- --mutate 'src/core/**'` for a part.
 * Texts are not mutated: the words are held by tests of their own, in two languages.
 */
const layers = (process.env.THULIUM_MUTATE ?? 'core,thulium,storage,bulk').split(',');

export default {
  testRunner: 'mocha',
  mochaOptions: {
    spec: layers.map((layer) => `out/test/unit/${layer}/**/*.test.js`),
    config: 'test/mutation.mocharc.json',
  },
  mutate: layers.map((layer) => `src/${layer}/**/*.ts`),
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['.cache', 'docs', 'dist', 'test/support/editors/*/node_modules'],
  buildCommand: 'node esbuild.js --tests',
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  tempDirName: '.cache/stryker',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  jsonReporter: { fileName: `.cache/mutation-${layers.join('-')}.json` },
  thresholds: { high: 90, low: 80, break: null },
};
