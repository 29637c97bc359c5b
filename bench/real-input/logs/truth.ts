import type { ActionType } from '../../../src/events/event.js';
import type { Dice } from '../dice.js';

export interface LogItem {
  id: string;
  name: string;
  brand: string;
  /** From the widest. */
  category: string[];
  price: number;
}

export interface LogEvent {
  shopper: string;
  session: string;
  /** Milliseconds since 1970, UTC. */
  time: number;
  type: ActionType;
  /** Absent for a search or a list. */
  item?: LogItem;
  quantity: number;
  order?: string;
}

/** What really happened: the one truth that each dialect writes out. */
export interface LogTruth {
  items: LogItem[];
  /** By time; no shopper does two things within a minute. A session never crosses midnight. */
  events: LogEvent[];
}

/** How the shop names its items. */
export type IdStyle = 'sku' | 'number' | 'zeros' | 'gtin' | 'case' | 'spoken' | 'comma';

const NAMES = ['Chair', 'Table', 'Lamp', 'Sofa', 'Rug', 'Vase', 'Bed', 'Shelf', 'Mirror', 'Clock'];
const SPOKEN = ['Größe', 'Crème', 'Señor', 'Œuvre', 'Smørrebrød', 'Façade', 'Über', 'Naïve'];
const BRANDS = ['Oak', 'Ash & Co', 'Birch', 'Elm'];
const CATEGORIES = [
  ['garden', 'chairs'],
  ['garden', 'tables'],
  ['living', 'lamps', 'floor'],
  ['kitchen', 'tools'],
];

const ID: Record<IdStyle, (n: number) => string> = {
  sku: (n) => `SKU-${100 + n}`,
  number: (n) => String(1000 + n * 7),
  zeros: (n) => `00${120 + n}`,
  gtin: (n) => String(4006381333000 + n),
  case: (n) => `${n % 2 ? 'ab' : 'aB'}${n >> 1}x`,
  spoken: (n) => `${SPOKEN[n % SPOKEN.length]}-${n}`,
  comma: (n) => `Chair, "no. ${n}"; large`,
};

const DAY_MS = 86_400_000;

/**
 * @param early all days are before the 13th, so that day and month cannot be told apart.
 */
export function createLogTruth(dice: Dice, ids: IdStyle, early = false): LogTruth {
  const items = Array.from({ length: dice.whole(8, 20) }, (_, n): LogItem => {
    const name = NAMES[n % NAMES.length];
    return {
      id: ID[ids](n),
      name: ids === 'spoken' ? `${SPOKEN[n % SPOKEN.length]} ${name} ${n}` : `${name} ${n}`,
      brand: dice.pick(BRANDS),
      category: dice.pick(CATEGORIES),
      price: dice.whole(500, 200_000) / 100,
    };
  });
  const start = Date.UTC(2024, dice.whole(0, 8), 1);
  const events: LogEvent[] = [];
  const shoppers = dice.whole(3, 9);
  for (let s = 0; s < shoppers; s++) {
    const shopper = String(50_000 + s * 13);
    const days = dice.shuffled(Array.from({ length: early ? 11 : 40 }, (_, day) => day));
    for (const day of days.slice(0, dice.whole(1, 3)).sort((a, b) => a - b)) {
      let time = start + day * DAY_MS + dice.whole(8 * 3600, 20 * 3600) * 1000 + dice.whole(0, 999);
      const session = String(900_000 + events.length * 3 + s);
      for (let left = dice.whole(2, 7); left > 0; left--) {
        events.push(createEvent(dice, items, { shopper, session, time, at: events.length }));
        time += dice.whole(61_000, 240_000);
      }
    }
  }
  // Some day after the 12th is certain, unless none may be.
  if (!early && events.every(({ time }) => new Date(time).getUTCDate() < 13)) {
    for (const event of events) event.time += 14 * DAY_MS;
  }
  return { items, events: events.sort((a, b) => a.time - b.time) };
}

function createEvent(
  dice: Dice,
  items: readonly LogItem[],
  { at, ...known }: { shopper: string; session: string; time: number; at: number },
): LogEvent {
  const type = dice.draw<ActionType>([
    [60, 'click'],
    [18, 'cart'],
    [8, 'purchase'],
    [5, 'remove'],
    [3, 'wishlist'],
    [3, 'category'],
    [3, 'search'],
  ]);
  const isBare = type === 'category' || type === 'search';
  return {
    ...known,
    type,
    quantity: dice.whole(1, 3),
    item: isBare ? undefined : dice.pick(items),
    order: type === 'purchase' ? `O-${7000 + at}` : undefined,
  };
}
