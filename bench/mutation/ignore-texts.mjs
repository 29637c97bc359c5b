/** What makes errors: their words are no behaviour. */
const MAKERS = ['badOption', 'rareError', 'PredictorError'];

const isText = (path) => path.isStringLiteral() || path.isTemplateLiteral();
const makes = (path) =>
  (path.isCallExpression() || path.isNewExpression()) && MAKERS.includes(path.node.callee.name);

/** A plugin of Stryker: leaves out the texts of errors. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'texts',
    value: {
      shouldIgnore: (path) =>
        isText(path) && path.findParent(makes) ? 'the text of an error' : undefined,
    },
  },
];
