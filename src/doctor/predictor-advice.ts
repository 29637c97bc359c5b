import type { Advice } from './advice-kind.js';
import type { PageFault, PredictorReport } from './examine-predictors.js';
import { refusalAdvice } from './refusal-advice.js';

/** What mends a fault that the page's predictor reports; the message says the rest. */
const LINES: Readonly<Record<string, string>> = {
  BAD_OPTION: 'createPredictor({ debug: true })',
  CATALOG_FAILED: "createPredictor({ catalog: '/products.json' })",
  CHUNK_MISSING: 'Serve all files of node_modules/nextaisle/dist beside each other.',
  MODEL_CORRUPT: "createPredictor({ model: '/shop.safetensors' })",
  MODEL_MISSING: "createPredictor({ model: '/shop.safetensors' })",
  MODEL_VERSION: 'npx nextaisle train log.csv --out shop.safetensors',
};

/** What the page's own predictor says, and whether that is well. */
export function predictorAdvice(reports: readonly PredictorReport[]): Advice[] {
  return reports.flatMap((report, i) => {
    const name =
      reports.length > 1 ? `Predictor ${i + 1} of this page` : 'The predictor of this page';
    const { status, tracked, faults } = report;
    if (!status) return { kind: 'missing' as const, what: `${name} has no status().` };
    const { state, engine, store, model, events, catalog } = status;
    const seen = new Set<string>();
    const fault = (of: string, error: PageFault | undefined): Advice[] => {
      if (!error || seen.has(error.message)) return [];
      seen.add(error.message);
      const what = `${name} reports ${of}${error.code}: ${error.message}`;
      return [{ kind: 'missing', what, line: LINES[error.code] }];
    };
    const problems = [
      ...fault('of its model ', model?.error),
      ...fault('of its catalog ', catalog?.error),
      ...faults.flatMap((one) => fault('', one)),
    ];
    if (state === 'loading' || model?.source === 'loading') {
      problems.push({ kind: 'missing', what: `${name} is still loading its model.` });
    }
    if (state === 'paused' || state === 'destroyed') {
      problems.push({ kind: 'note', what: `${name} is ${state}, so it takes no events.` });
    }
    const calls = tracked.length ? `${tracked.length} calls of track()` : 'no call of track()';
    const what =
      `${name} is ${state}: ${events?.accepted} events accepted, ${calls}, ${catalog?.items} items known, ` +
      `history in ${store}, model ${model?.name || model?.source} on ${engine}.`;
    return [
      ...problems,
      ...refusalAdvice(name, events?.refused ?? {}),
      { kind: problems.length ? ('note' as const) : ('ok' as const), what },
    ];
  });
}
