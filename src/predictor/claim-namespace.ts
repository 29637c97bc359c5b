import { badOption } from '../lib/bad-option.js';
import type { PredictorError } from '../lib/errors.js';

/** On the document, because a page may load the library twice. */
const CLAIMED = Symbol.for('nextaisle.namespaces');

/** Reports when another predictor of this page has this namespace; returns the undo. */
export function claimNamespace(
  namespace: string,
  onFault: (error: PredictorError) => void,
): () => void {
  const page = document as { [CLAIMED]?: string[] };
  page[CLAIMED] ??= [];
  const claimed = page[CLAIMED];
  if (claimed.includes(namespace)) onFault(badOption('namespace, again', namespace));
  claimed.push(namespace);
  return () => void claimed.splice(claimed.indexOf(namespace), 1);
}
