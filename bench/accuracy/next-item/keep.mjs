import { readResult, writeResult } from '../results.mjs';

const MEASURES = ['recall20', 'mrr20', 'recall10', 'ndcg10'];

export const pickMeasures = (from) =>
  Object.fromEntries(MEASURES.map((measure) => [measure, from[measure]]));

/** Next-item scores of one method from a report of the command line. */
export const scoresOf = (report, method) =>
  pickMeasures(report.nextItem.find((own) => own.method === method));

/** Updates the results of a log; methods not measured this time keep their figures. */
export function keepResult(log, changed) {
  const before = readResult('next-item', log);
  const methods = { ...before.methods, ...changed.methods };
  writeResult('next-item', log, { ...before, ...changed, methods });
}
