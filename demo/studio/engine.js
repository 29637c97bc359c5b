import { createPredictor } from '../../dist/index.js';
import { catalog, itemOf } from '../catalog.js';
import { say } from '../lang/say.js';

let file;
let shoppers = 0;

/** The demo's model file, loaded once; a failed load is tried again by the next call. */
export function modelFile() {
  file ??= fetch(new URL('../../weights/demo.safetensors', import.meta.url)).then((answer) => {
    if (!answer.ok) throw new Error(say('The model file could not be loaded ({status}).', answer));
    return answer.arrayBuffer();
  });
  file.catch(() => {
    file = undefined;
  });
  return file;
}

/**
 * A new shopper who has done these things: a predictor as a shop's page has one. Nobody gave consent here, so
 * nothing is kept.
 * @param events `{ type, item?, query?, category?, ts }`, oldest first.
 */
export async function shopperWho(events) {
  const predictor = createPredictor({
    model: await modelFile(),
    catalog: catalog.map(itemOf),
    sources: [],
    backend: 'cpu',
    // Each is another shopper.
    namespace: `studio-${++shoppers}`,
  });
  await predictor.ready;
  for (const event of events) tell(predictor, event);
  return predictor;
}

export function tell(predictor, { type, item, query, category, ts }) {
  if (type === 'purchase') predictor.track(type, { order: `o${ts}`, items: [item] }, { ts });
  else predictor.track(type, item ?? query ?? category, { ts });
}
