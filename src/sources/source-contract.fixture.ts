import { createIntake } from '../events/intake.js';
import type { ActionType, ShopEvent } from '../events/event.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { Source } from './source.js';

/** A source and the page it listens to. */
export interface SourceRig {
  source: Source;
  /** Makes the page say that an item was put into the cart, or what `says` names. */
  cart(id: string): void;
  /** For a source that never tells of a cart: structured data and addresses know only of looks. */
  says?: ActionType;
  /** Makes the page say things no source can read; returns how many must be refused at least. */
  noise(): number;
  /** How many listeners, wrappers and observers of the source are on the page. */
  footprint(): number;
}

/** What every `Source` must do, without a test framework: it also runs inside a browser's page. */
export const SOURCE_CONTRACT: Record<string, (rig: SourceRig) => Promise<void>> = {
  async 'tells of what happens after the start'(rig) {
    const heard = listen(rig.source);
    rig.cart('SKU-1');
    same(await heard.items(), [said(rig, 'SKU-1')]);
    heard.stop();
  },
  async 'is silent and gone after the undo'(rig) {
    const before = rig.footprint();
    const heard = listen(rig.source);
    differs(rig.footprint(), before);
    heard.stop();
    rig.cart('SKU-1');
    same(await heard.items(), []);
    same(rig.footprint(), before);
  },
  async 'can be started again, and twice at once'(rig) {
    listen(rig.source).stop();
    const [one, two] = [listen(rig.source), listen(rig.source)];
    one.stop();
    rig.cart('SKU-2');
    same(await one.items(), []);
    same(await two.items(), [said(rig, 'SKU-2')]);
    two.stop();
  },
  async 'noise never throws into the page, is counted, and is followed by sense'(rig) {
    const heard = listen(rig.source);
    const least = rig.noise();
    rig.cart('SKU-3');
    same((await heard.items()).at(-1), said(rig, 'SKU-3'));
    const refused = Object.values(heard.refusals()).reduce((sum, count) => sum + count, 0);
    if (refused < least) throw new Error(`${refused} refused, expected at least ${least}`);
    heard.stop();
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
    rig.cart('SKU-4');
    stop();
  },
};

function said({ says = 'cart' }: SourceRig, id: string): string {
  return `${says} ${id}`;
}

/** Everything the source says, through the parser that the product uses. */
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
