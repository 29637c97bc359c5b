import type { Examination, SourceReport } from './examine.js';
import type { PredictorReport } from './examine-predictors.js';

/** Several documents as if they were one: the oldest first. */
export function joinExaminations(documents: readonly Examination[]): Examination {
  const reports = new Map<string, SourceReport>();
  for (const { source, events, items, refused } of documents.flatMap((one) => one.heard)) {
    const all = reports.get(source) ?? { source, events: [], items: 0, refused: {} };
    for (const [reason, count] of Object.entries(refused) as [keyof typeof refused, number][]) {
      all.refused[reason] = (all.refused[reason] ?? 0) + count;
    }
    all.events.push(...events);
    all.items += items;
    reports.set(source, all);
  }
  const catalog = new Map(documents.flatMap((one) => one.catalog.map((item) => [item.id, item])));
  const consent = new Map(documents.flatMap((one) => one.consent.map((said) => [said.name, said])));
  return {
    document: documents[0].document,
    heard: [...reports.values()],
    counted: documents.flatMap(({ counted }) => counted),
    catalog: [...catalog.values()],
    identity: documents.flatMap(({ identity }) => identity),
    consent: [...consent.values()],
    predictors: joinPredictors(documents),
    isWaiting: documents.some(({ isWaiting }) => isWaiting),
    markup: [
      ...new Map(documents.flatMap(({ markup }) => markup.map((one) => [one.what, one]))).values(),
    ],
  };
}

/** Each document creates its predictors anew, in the same order. */
function joinPredictors(documents: readonly Examination[]): PredictorReport[] {
  const all: PredictorReport[] = [];
  for (const { predictors } of documents) {
    for (const [i, { tracked, faults, status }] of predictors.entries()) {
      const before = all[i];
      all[i] = {
        tracked: [...(before?.tracked ?? []), ...tracked],
        faults: [...(before?.faults ?? []), ...faults],
        status: status ?? before?.status,
      };
    }
  }
  return all;
}
