import { readResult, writeResult } from '../results.mjs';

const MEASURES = ['recall20', 'mrr20', 'recall10', 'ndcg10'];

export const pickMeasures = (from) =>
  Object.fromEntries(MEASURES.map((measure) => [measure, from[measure]]));

/** The next-item scores of one method in a report of the command line. */
export const scoresOf = (report, method) =>
  pickMeasures(report.nextItem.find((own) => own.method === method));

/** Adds to what is known of a log; methods that were not measured this time keep their figures. */
export function keepResult(log, changed) {
  const before = readResult('next-item', log);
  const methods = { ...before.methods, ...changed.methods };
  writeResult('next-item', log, { ...before, ...changed, methods });
}
