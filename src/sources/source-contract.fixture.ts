import { createIntake } from '../events/intake.js';
import type { ActionType, ShopEvent } from '../events/event.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { Source } from './source.js';

/** A source and the page it listens to. */
export interface SourceRig {
  source: Source;
  /** Makes the page report an item put into the cart, or another event of `type`. */
  act(id: string): void;
  /** Default `cart`. Structured data and addresses only report views, which are `click`. */
  type?: ActionType;
  /** Makes the page report what no source can read; returns how many must be refused at least. */
  noise(): number;
  /** How many listeners, wrappers and observers of the source are on the page. */
  footprint(): number;
}

/** What every `Source` must do, without a test framework: it also runs inside a browser's page. */
export const SOURCE_CONTRACT: Record<string, (rig: SourceRig) => Promise<void>> = {
  async 'reports what happens after the start'(rig) {
    const recorder = listen(rig.source);
    rig.act('SKU-1');
    same(await recorder.items(), [expected(rig, 'SKU-1')]);
    recorder.stop();
  },
  async 'is silent and gone after the undo'(rig) {
    const before = rig.footprint();
    const recorder = listen(rig.source);
    differs(rig.footprint(), before);
    recorder.stop();
    rig.act('SKU-1');
    same(await recorder.items(), []);
    same(rig.footprint(), before);
  },
  async 'can be started again, and twice at once'(rig) {
    listen(rig.source).stop();
    const [one, two] = [listen(rig.source), listen(rig.source)];
    one.stop();
    rig.act('SKU-2');
    same(await one.items(), []);
    same(await two.items(), [expected(rig, 'SKU-2')]);
    two.stop();
  },
  async 'noise never throws into the page, is counted, and does not stop what follows'(rig) {
    const recorder = listen(rig.source);
    const least = rig.noise();
    rig.act('SKU-3');
    same((await recorder.items()).at(-1), expected(rig, 'SKU-3'));
    const refused = Object.values(recorder.refusals()).reduce((sum, count) => sum + count, 0);
    if (refused < least) throw new Error(`${refused} refused, expected at least ${least}`);
    recorder.stop();
  },
  async 'a sink that throws does not reach the page'(rig) {
    const stop = rig.source.start({
      event() {
        throw new Error('sink');
      },
      item() {
        throw new Error('sink');
      },
      refuse() {},
    });
    rig.act('SKU-4');
    stop();
  },
};

function expected({ type = 'cart' }: SourceRig, id: string): string {
  return `${type} ${id}`;
}

/** Records everything that the source reports, through the intake that the product uses. */
export function listen(source: Source) {
  const events: ShopEvent[] = [];
  const shown: string[] = [];
  const intake = createIntake({ now: () => Date.now(), random: Math.random }, () => []);
  const stop = source.start({
    event(raw) {
      const read = intake.event(raw, source.name);
      if (read) events.push(read.event);
    },
    item(raw) {
      const item = intake.item(raw);
      if (item) shown.push(item.id);
    },
    refuse: intake.refuse,
  });
  return {
    stop,
    events,
    shown,
    refusals: (): RefusalCounts => intake.refusals(),
    /** After observers have had their turn. */
    async items() {
      await new Promise((done) => setTimeout(done));
      return events.map(({ type, item }) => `${type} ${item}`);
    },
  };
}

function same(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
}

function differs(actual: unknown, before: unknown): void {
  if (actual === before) throw new Error(`expected something other than ${String(before)}`);
}
