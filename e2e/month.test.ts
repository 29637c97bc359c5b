import { expect, test } from 'vitest';
import { seededRandom } from '../src/lib/random.js';
import { ITEMS, serveDoors } from './doors.fixture.js';
import { closeTab, type Heard, openTab, type Tab } from './month.fixture.js';
import { useSite } from './site.fixture.js';

/** `NEXTAISLE_MONTH=100000 npx vitest run --project browser e2e/month.test.ts` */
const EVENTS = Number(process.env.NEXTAISLE_MONTH ?? 500);
const TABS = 5;
/** Of one tab in one go. */
const BURST = 8;
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const MONTH = 30 * 24 * HOUR;
const START = 1_700_000_000_000;

const PAGE = `<!doctype html><link rel="icon" href="data:,"><title>Month</title>
<script type="module">window.lib = await import('/lib/index.js');</script>`;
const site = useSite(() => serveDoors({ pages: { '/': PAGE } }));

/** What one list has and the other has not, or how much of it is in another order. */
function differs(one: readonly string[], other: readonly string[]): string {
  if (String(one) === String(other)) return '';
  const lacks = one.filter((event) => !other.includes(event)).join();
  const has = other.filter((event) => !one.includes(event)).join();
  const at = one.findIndex((event, i) => event !== other[i]);
  return `from ${at}: ${one.slice(at, at + 12)} | ${other.slice(at, at + 12)}; lacks ${lacks || 'nothing'}; has ${has || 'nothing'} more; ${one.length}, ${other.length}`;
}

test(`${EVENTS} events of a month, in five tabs, with a clock, a quota and consent that move`, async () => {
  const random = seededRandom(Number(process.env.NEXTAISLE_SEED ?? 30));
  const upTo = (count: number) => Math.floor(random() * count);
  const context = await site.newContext();
  const blank = await context.newPage();
  const devtools = await context.newCDPSession(blank);
  const setQuota = (quotaSize?: number) =>
    devtools.send('Storage.overrideQuotaForOrigin', { origin: site.url, quotaSize });

  let now = START;
  let latest = now;
  const tabs: Tab[] = [];
  const counts = { events: 0, tabs: 0, clock: 0, quota: 0, consent: 0 };
  const addTab = async () => {
    counts.tabs++;
    tabs.push(await openTab(await context.newPage(), site.url, now));
  };
  while (tabs.length < TABS) await addTab();

  const something = (at: number): Heard => {
    const draw = random();
    const type = draw < 0.0005 ? 'purchase' : draw < 0.003 ? 'cart' : 'click';
    return [at, type, ITEMS[upTo(ITEMS.length)]];
  };

  /** Some events in some tabs, at the same time; the clock of the others goes along. */
  const act = async () => {
    const acting = new Set(Array.from({ length: 1 + upTo(3) }, () => tabs[upTo(tabs.length)]));
    const start = now;
    now += BURST * 5 * SECOND;
    await Promise.all(
      tabs.map((tab) => {
        if (!acting.has(tab)) return tab.setClock(now);
        const burst = Array.from({ length: BURST }, (_, i): Heard => {
          return something(start + (i * 5 + upTo(5)) * SECOND);
        });
        return tab.report(burst).then((taken) => {
          counts.events += taken;
        });
      }),
    );
    const pace = random();
    const pause = pace < 0.97 ? 60 * SECOND : (2 * MONTH) / (0.03 * (EVENTS / 16));
    now += upTo(pause);
  };

  /** All is allowed again: every tab and the store have one order. */
  const settle = async () => {
    await setQuota();
    for (const tab of tabs) {
      await tab.setClock(now);
      await tab.consent('granted');
    }
    let order: string[] = [];
    await expect
      .poll(
        async () => {
          const stored = await tabs[0].stored();
          const lists = await Promise.all(tabs.map((tab) => tab.order()));
          order = lists[0];
          return [stored, ...lists].map((list) => differs(order, list)).filter(Boolean);
        },
        { timeout: 300_000, interval: 200 },
      )
      .toEqual([]);
    expect(order.length).toBeLessThanOrEqual(500);
    return order;
  };

  const whole = [];
  const parts = EVENTS < 10_000 ? 2 : 10;
  for (let part = 1; part <= parts; part++) {
    while (counts.events < (EVENTS * part) / parts) {
      await act();
      const draw = random();
      if (draw < 0.05) {
        // The first stays: its heap is watched.
        if (tabs.length > 2) await closeTab(tabs.splice(1 + upTo(tabs.length - 1), 1)[0]);
        await Promise.all(tabs.map((tab) => tab.look()));
        while (tabs.length < 2 + upTo(TABS - 1)) await addTab();
      } else if (draw < 0.06) {
        counts.clock++;
        latest = Math.max(latest, now);
        now += upTo(26 * HOUR) - 2 * HOUR;
      } else if (draw < 0.08) {
        counts.quota++;
        await setQuota(random() < 0.5 ? 1 : undefined);
      } else if (draw < 0.1) {
        counts.consent++;
        const choices = ['granted', 'granted', 'session', 'memory', 'denied'] as const;
        await tabs[upTo(tabs.length)].consent(choices[upTo(choices.length)]);
      }
    }
    await settle();
    whole.push({ ...(await tabs[0].weight()), events: counts.events });
    if (process.env.NEXTAISLE_MONTH) console.log(JSON.stringify(whole.at(-1)));
  }

  /*
   * A last window, one visit. What is before it is forgotten, so that it can be replayed. The tabs have one
   * clock, as all of a device do, and no two events are within the ten seconds in which they may be one:
   * whether two of one product in two tabs are one depends on what came between, so on whose message was first.
   */
  const from = Math.max(latest, now) + HOUR;
  now = from;
  const last = Math.min(EVENTS / 4, 400);
  for (let i = 0; i < last; i++) {
    now += 11 * SECOND + upTo(SECOND);
    await Promise.all(tabs.map((tab) => tab.setClock(now)));
    counts.events += await tabs[upTo(tabs.length)].report([something(now)]);
  }
  await tabs[1].forgetBefore(from);
  const order = await settle();
  expect(order).toHaveLength(last);

  expect(new Set(order.map((event) => event.split(' ')[2])).size).toBe(1);

  await site.newContext();
  const fresh = await openTab(await site.newPage(), site.url, from);
  await fresh.report(await tabs[0].events());
  await fresh.setClock(now);
  const withoutVisit = (list: readonly string[]) => list.map((event) => event.split(' ', 2));
  expect(withoutVisit(await fresh.order())).toEqual(withoutVisit(order));
  const expected = await fresh.chances();
  await addTab();
  for (const tab of tabs) {
    const chances = await tab.chances();
    expect(chances.map(([id]) => id)).toEqual(expected.map(([id]) => id));
    for (const [i, [, chance]] of chances.entries()) expect(chance).toBeCloseTo(expected[i][1], 6);
  }
  const [first, end] = [whole[0], whole[whole.length - 1]];
  if (process.env.NEXTAISLE_MONTH)
    console.log({ ...counts, days: (now - START) / 24 / HOUR, whole });
  expect((end.heap - first.heap) / 2 ** 20).toBeLessThan(4);
  expect((end.disk - first.disk) / 2 ** 20).toBeLessThan(16);
  expect(await tabs[0].faults()).toEqual([]);
}, 7_200_000);
