import type { ConsentTier } from '../consent/consent-signal.js';
import type { ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import { fakeStorage } from '../history/fake-storage.fixture.js';
import { sessionStore } from '../history/session-store.js';
import { createEmitter } from '../lib/async/emitter.js';
import { seededRandom } from '../lib/random.js';
import { emptyPrediction } from '../prediction/compose.js';
import type { Prediction } from '../prediction/prediction.js';
import { createMoments, type MomentEvents } from './moments.js';

/** A shopper's device with pages one after another, its clock by hand: for tests. */
export function simulatedDevice(seed = 1) {
  const disk = fakeStorage();
  const random = seededRandom(seed);
  const device = {
    now: 1_700_000_000_000,
    tier: 'persistent' as ConsentTier,
    events: [] as ShopEvent[],
    items: new Map<string, Item>(),
    errors: [] as string[],
    messages: [] as string[],
    /** Moments as the page is told of them: `rule arm`. */
    told: [] as string[],
    disk,
    store: sessionStore('disk:', () => disk),
    event(type: ShopEvent['type'], item?: string, more: Partial<ShopEvent> = {}) {
      device.now += 1000;
      const session = device.events[device.events.length - 1]?.session ?? 's1';
      const ts = device.now;
      device.events.push({ type, item, ts, session, source: 'track', ...more });
    },
    page(more: Partial<Prediction> = {}) {
      const emitter = createEmitter<MomentEvents>(console.error);
      const life = new AbortController();
      const target = new EventTarget();
      let count = 0;
      let snapshot = emptyPrediction();
      target.addEventListener('nextaisle:moment', (event) => {
        const { rule, arm } = (event as CustomEvent).detail;
        device.told.push(`${rule} ${arm}`);
      });
      const moments = createMoments(
        {
          settings: {
            // A timer that never comes: the stores here always answer.
            environment: {
              now: () => device.now,
              clock: () => device.now,
              random,
              after: () => () => {},
              turn: () => Promise.resolve(),
              idle: () => () => {},
            },
            retention: { days: 30 },
            sessionMinutes: 30,
          },
          consent: { state: () => ({ tier: device.tier, decided: true, reason: '' }) },
          history: {
            events: () => device.events,
            store: async () => (device.tier === 'persistent' ? device.store : undefined),
          },
          emitter,
          item: (id) => device.items.get(id),
          snapshot: () => snapshot,
          signal: life.signal,
          onFault({ detail, message }) {
            device.errors.push(detail);
            device.messages.push(message);
          },
        },
        target,
      );
      return {
        ...moments,
        when(...rule: Parameters<typeof moments.when> extends [unknown, ...infer R] ? R : never) {
          const undo = new AbortController();
          moments.when(undo.signal, ...rule);
          return () => undo.abort();
        },
        /** What the model makes of the last event, and everything that comes of it. */
        async predict(leave: number, other: Partial<Prediction> = {}) {
          const actions = { ...snapshot.actions, leave };
          const id = `x-${++count}`;
          snapshot = { ...snapshot, id, backend: 'cpu', actions, ...more, ...other };
          emitter.emit('prediction', snapshot);
          await moments.lift();
        },
        async consent(tier: ConsentTier) {
          device.tier = tier;
          emitter.emit('consentchange', { tier, reason: '' });
          await moments.lift();
        },
        shelf(kind: 'impression' | 'click', item: unknown, prediction: unknown = `x-${count}`) {
          const detail = { item, prediction };
          target.dispatchEvent(new CustomEvent(`nextaisle:${kind}`, { detail }));
        },
        close: () => life.abort(),
      };
    },
  };
  return device;
}
