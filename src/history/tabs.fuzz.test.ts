import { expect, test } from 'vitest';
import { createIntake } from '../events/intake.js';
import { browserEnvironment } from '../lib/environment.js';
import { seededRandom } from '../lib/random.js';
import { openDevice } from './device.fixture.js';
import type { EventStore } from './event-store.js';
import { fakeStorage } from './fake-storage.fixture.js';
import { sessionStore } from './session-store.js';
import { openStores } from './stores.js';

/** `NEXTAISLE_TABS=1000 npx vitest run --project unit src/history/tabs.fuzz.test.ts` */
const SHOPPERS = Number(process.env.NEXTAISLE_TABS ?? 12);
const TIERS = ['persistent', 'session', 'memory', 'off'] as const;
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Five tabs of a shopper, and a database that takes its time, changes one after another, and may be full. */
function openShopper(seed: number) {
  const random = seededRandom(seed);
  const device = openDevice();
  const shared = sessionStore('disk:', () => device.disk);
  const world = { full: false };
  const wait = () => (random() < 0.5 ? Promise.resolve() : sleep(random() * 6));
  let line: Promise<unknown> = Promise.resolve();
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.then(wait).then(work);
    line = done.catch(() => {});
    // The page hears of it later than others may.
    return done.finally(wait);
  };
  const database: EventStore = {
    kind: 'indexeddb',
    load: () => inLine(shared.load),
    append: (records) =>
      inLine(() => (world.full ? Promise.reject(new Error('full')) : shared.append(records))),
    remove: (keys) => inLine(() => shared.remove(keys)),
    clear: () => inLine(shared.clear),
    close: shared.close,
  };
  const tab = () => {
    const ofTab = fakeStorage();
    const environment = {
      ...browserEnvironment(),
      now: () => device.world.now,
      random,
      after: (ms: number, task: () => void) =>
        browserEnvironment().after(ms < 10_000 ? ms : 10, task),
    };
    const history = device.tab({
      environment,
      retention: { maxEvents: 40 },
      loadStores: async () => ({
        openStores: (context) =>
          openStores(context, {
            indexedDbStore: () => database,
            sessionStore: () => sessionStore('tab:', () => ofTab),
            localStore: () => sessionStore('mark:', () => ofTab),
          }),
      }),
    });
    const intake = createIntake(environment, history.events, undefined, history.eventsOfOtherPages);
    const track = (raw: object) => {
      const read = intake.event(raw, 'track');
      if (read) history.append(read.event);
    };
    return Object.assign(history, { track });
  };
  const stored = async () => (await shared.load()).map(([, value]) => value);
  return { random, device, world, stored, tabs: [1, 2, 3, 4, 5].map(tab) };
}

const said = (events: readonly unknown[]) =>
  events.map((event) => {
    const { type, item, query, ts, session } = Object(event);
    return `${type} ${item ?? query} ${ts} ${session}`;
  });

test.each(Array.from({ length: SHOPPERS }, (_, at) => at + 1))(
  'five tabs end with what the store has, whatever each of them does: shopper %i',
  async (seed) => {
    const { random, device, world, stored, tabs } = openShopper(seed);
    const upTo = (count: number) => Math.floor(random() * count);
    for (let made = 0, step = 0; step < 60; step++) {
      const page = tabs[upTo(tabs.length)];
      const draw = random();
      if (draw < 0.8)
        for (let more = upTo(4); more >= 0; more--) {
          device.world.now += upTo(5000);
          const item = `i${random() < 0.2 ? upTo(5) : made++}`;
          const type = ['click', 'cart', 'search', 'click'][upTo(4)];
          page.track(type === 'search' ? { type, query: item } : { type, item });
        }
      else if (draw < 0.88) device.world.now += upTo(2) * 2_000_000;
      else if (draw < 0.92) page.setTier(TIERS[upTo(4)], true);
      else if (draw < 0.96) world.full = !world.full;
      else page.forget(draw < 0.99 ? { item: `i${upTo(made)}` } : 'all');
      if (random() < 0.5) await sleep(random() * 8);
    }
    world.full = false;
    for (const page of tabs) {
      page.setTier('persistent', true);
      device.retry();
    }
    await expect
      .poll(
        async () => {
          const all = said(await stored());
          return tabs.flatMap((page, at) => {
            const has = said(page.events());
            const lacks = all.filter((event) => !has.includes(event));
            const more = has.filter((event) => !all.includes(event));
            return String(has) === String(all) ? [] : [{ at, lacks, more }];
          });
        },
        { timeout: 30_000 },
      )
      .toEqual([]);
  },
  60_000,
);
