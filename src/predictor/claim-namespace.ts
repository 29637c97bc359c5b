import { badOption } from '../lib/bad-option.js';
import type { Core } from './core.js';

/** On the document, because a page may load the library twice. The inspector finds predictors here. */
const PREDICTORS = Symbol.for('nextaisle.predictors');

/**
 * The predictors of this page that live, in the order of their making: those of another version too, so
 * an entry may be anything.
 */
export function livePredictors(): Core[] {
  const page = document as { [PREDICTORS]?: unknown };
  if (!Array.isArray(page[PREDICTORS])) page[PREDICTORS] = [];
  return page[PREDICTORS] as Core[];
}

/** Reports when another predictor of this page has this namespace; returns the undo. */
export function claimNamespace(core: Core): () => void {
  const live = livePredictors();
  const { namespace } = core.settings;
  if (live.some((core) => core?.settings?.namespace === namespace))
    core.onFault(badOption('namespace, again', namespace));
  live.push(core);
  return () => void live.splice(live.indexOf(core), 1);
}
