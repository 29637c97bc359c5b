import { listen } from '../source-contract.fixture.js';
import { ga4 } from './ga4.js';

/** What is heard of pushes, some made before our script came and some after. */
export function hear(earlier: readonly unknown[], later: readonly unknown[] = [], path = '/') {
  const dataLayer: unknown[] = [...earlier];
  const recorder = listen(ga4({ dataLayer, location: { pathname: path, search: '', hash: '' } }));
  for (const push of later) dataLayer.push(push);
  recorder.stop();
  return {
    told: recorder.events.map(({ type, item, category, order }) =>
      [type, item ?? category?.join('/') ?? order].filter(Boolean).join(' '),
    ),
    events: recorder.events,
    shown: recorder.shown,
    refusals: recorder.refusals(),
  };
}
