import type { Core } from '../predictor/core.js';
import { livePredictors } from '../predictor/claim-namespace.js';
import type { Predictor } from '../predictor/predictor.js';

/** A predictor of the page, and the parts of it that the inspector reads. */
export type Inspected = Core & { predictor: Predictor };

/** Those that live, in the order of their making. The page's version may be another than ours. */
export function inspectedHere(): Inspected[] {
  const listed: unknown = livePredictors();
  return (Array.isArray(listed) ? listed : []).filter(
    (one) => one?.settings && typeof one.predictor?.status === 'function',
  );
}

/** How the page's own scripts reach a predictor: its global, else the name that our docs use. */
export function nameOf({ predictor }: Inspected, page: object = window): string {
  const isIt = (name: string) => {
    const found = Reflect.get(page, name) as { status?: unknown } | undefined;
    return found?.status === predictor.status;
  };
  const names = Object.getOwnPropertyNames(page).filter((name) => /^nextaisle\w*$/.test(name));
  return names.find(isIt) ?? 'predictor';
}
