type Random = () => number;

/** One log, its truth, and what a refusal of it may say. */
export interface WrittenLog {
  /** `shopper type item time` of each event. */
  truth: string[];
  lines: Record<string, unknown>[];
  dialect: string;
  mayRefuse: string[];
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)];

/** A header's words in one of the ways in which people join them. */
const CASES_OF: ((words: string[]) => string)[] = [
  (words) => words.join('_'),
  (words) => words.join('_').toUpperCase(),
  (words) => words.join(' '),
  (words) => words.map(upper).join(' '),
  (words) => words.map(upper).join(''),
  (words) => words.map((word, i) => (i ? upper(word) : word)).join(''),
  (words) => words.join('-'),
  (words) => words.join(''),
  (words) => `properties.${words.join('_')}`,
];
function upper(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}

const NAMES = {
  user: 'user id,visitor id,customer id,client id,shopper id,distinct id,user pseudo id',
  type: 'event type,event name,event,action,action type,behavior',
  item: 'item id,product id,sku,article id,product sku,item',
  time: 'event time,timestamp,created at,action time,time,ts',
};

const ACTIONS: Record<string, string[]> = {
  click: ['view', 'view item', 'product viewed', 'click'],
  cart: ['add to cart', 'product added', 'cart'],
  purchase: ['purchase', 'order completed', 'buy'],
  remove: ['remove from cart', 'product removed'],
};

const MISSING = [
  '',
  'NA',
  'N/A',
  'NULL',
  'null',
  '\\N',
  'nan',
  'NaN',
  'None',
  'undefined',
  '(not set)',
  '(none)',
  '-',
  '<NA>',
  '#N/A',
  null,
  undefined,
];

const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

interface TimeStyle {
  name: string;
  /** Whether the seconds are written. */
  seconds?: boolean;
  days?: boolean;
  write(date: Date): unknown;
}
const parts = (d: Date) => ({
  y: d.getUTCFullYear(),
  m: d.getUTCMonth() + 1,
  d: d.getUTCDate(),
  h: d.getUTCHours(),
  mi: d.getUTCMinutes(),
  s: d.getUTCSeconds(),
});
const clock = (d: Date) => d.toISOString().slice(11, 19);
const half = (d: Date) => {
  const { h, mi, s } = parts(d);
  return `${h % 12 || 12}:${two(mi)}:${two(s)} ${h < 12 ? 'AM' : 'PM'}`;
};
const TIMES: TimeStyle[] = [
  { name: 'iso', write: (d) => d.toISOString() },
  {
    name: 'iso offset',
    write: (d) => `${new Date(d.getTime() + 5_400_000).toISOString().slice(0, 19)}+01:30`,
  },
  { name: 'seven digits', write: (d) => d.toISOString().replace('Z', '1234Z') },
  { name: 'utc', write: (d) => `${d.toISOString().slice(0, 19).replace('T', ' ')} UTC` },
  { name: 'sql', write: (d) => d.toISOString().slice(0, 19).replace('T', ' ') },
  {
    name: 'slashes',
    write: (d) => d.toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/'),
  },
  { name: 's', write: (d) => d.getTime() / 1000 },
  { name: 's text', write: (d) => `${d.getTime() / 1000}.0` },
  { name: 'ms', write: (d) => String(d.getTime()) },
  { name: 'us', write: (d) => `${d.getTime()}000` },
  { name: 'ns', write: (d) => `${d.getTime()}000000` },
  { name: 'compact', write: (d) => d.toISOString().replace(/\D/g, '').slice(0, 14) },
  { name: 'excel', write: (d) => String(d.getTime() / 86_400_000 + 25_569) },
  { name: 'dmy', write: (d) => `${two(parts(d).d)}/${two(parts(d).m)}/${parts(d).y} ${clock(d)}` },
  { name: 'mdy', write: (d) => `${parts(d).m}/${parts(d).d}/${parts(d).y} ${half(d)}` },
  { name: 'dots', write: (d) => `${two(parts(d).d)}.${two(parts(d).m)}.${parts(d).y} ${clock(d)}` },
  {
    name: 'dmy two digits',
    write: (d) => `${two(parts(d).d)}/${two(parts(d).m)}/${two(parts(d).y % 100)} ${clock(d)}`,
  },
  {
    name: 'named',
    write: (d) => `${parts(d).d} ${MONTHS[parts(d).m - 1]} ${parts(d).y} ${clock(d)}`,
  },
  {
    name: 'american',
    write: (d) => `${MONTHS[parts(d).m - 1]} ${parts(d).d}, ${parts(d).y} ${half(d)}`,
  },
  {
    name: 'apache',
    write: (d) => `${two(parts(d).d)}/${MONTHS[parts(d).m - 1]}/${parts(d).y}:${clock(d)} +0000`,
  },
  { name: 'rfc', write: (d) => d.toUTCString() },
  { name: 'days', days: true, write: (d) => d.toISOString().slice(0, 10) },
];

const IDS: ((n: number) => unknown)[] = [
  (n) => `SKU-${n}`,
  (n) => n + 1000,
  (n) => String(n + 1000),
  (n) => `00${n}`,
  (n) => `A.${n}`,
  (n) => `${n}.5`,
];

/** Writes a few events in a dialect drawn by chance. */
export function writeLog(random: Random): WrittenLog {
  const count = 4 + Math.floor(random() * 12);
  const style = pick(random, TIMES);
  const joined = pick(random, CASES_OF);
  const header = (field: keyof typeof NAMES) =>
    joined(pick(random, NAMES[field].split(',')).split(' '));
  const headers = {
    user: header('user'),
    type: header('type'),
    item: header('item'),
    time: header('time'),
  };
  const isFloat = random() < 0.2;
  const itemId = isFloat ? (n: number) => String(n + 1000) : pick(random, IDS);
  const missing = pick(random, MISSING);
  const shape = pick(random, [
    'flat',
    'flat',
    'flat',
    'segment',
    'anonymous',
    'events',
    'clock',
    'params',
  ]);
  const begin = Date.UTC(2023, Math.floor(random() * 12), 1 + Math.floor(random() * 25), 8);
  const truth: string[] = [];
  const lines: Record<string, unknown>[] = [];
  let at = begin;
  for (let i = 0; i < count; i++) {
    at += 1000 * Math.floor(1 + random() * 400_000);
    const date = new Date(at);
    const user = `u${Math.floor(random() * 3)}`;
    const n = Math.floor(random() * 8);
    const act = pick(random, Object.keys(ACTIONS));
    const named = pick(random, CASES_OF.slice(0, 7))(pick(random, ACTIONS[act]).split(' '));
    const id = itemId(n);
    const item = isFloat ? `${id}.0` : id;
    const time = style.write(date);
    const says = style.days ? Math.floor(at / 86_400_000) * 86_400_000 : at;
    const event = {
      [headers.user]: user,
      [headers.type]: named,
      [headers.item]: item,
      [headers.time]: time,
    };
    const isTrue = random() > 0.1;
    if (!isTrue) event[pick(random, [headers.user, headers.item])] = missing;
    if (shape === 'segment') {
      lines.push({
        anonymousId: `a-${user}`,
        userId: isTrue ? user : missing,
        event: named,
        timestamp: time,
        properties: { products: [{ product_id: item }, { product_id: item }] },
      });
      const who = isTrue ? user : `a-${user}`;
      truth.push(`${who} ${act} ${id} ${says}`, `${who} ${act} ${id} ${says}`);
      continue;
    }
    if (shape === 'params') {
      lines.push({
        user_pseudo_id: user,
        event_name: named,
        event_timestamp: time,
        event_params: [
          { key: 'item_id', value: { string_value: 'wrong' } },
          { key: 'ga_session_id', value: { int_value: 1 } },
        ],
        items: [{ item_id: item }],
      });
      truth.push(`${user} ${act} ${id} ${says}`);
      continue;
    }
    if (shape === 'anonymous') {
      delete event[headers.user];
      lines.push({ ...event, userId: random() < 0.5 ? user : missing, anonymousId: `a-${user}` });
      if (event[headers.item] !== item && act !== 'purchase') continue;
      const bought = event[headers.item] === item ? id : '';
      truth.push(`${lines.at(-1)?.userId === user ? user : `a-${user}`} ${act} ${bought} ${says}`);
      continue;
    }
    if (shape === 'events')
      lines.push({
        [headers.user]: event[headers.user],
        events: [{ ...event, [headers.user]: event[headers.user] }],
      });
    else if (shape === 'clock') {
      delete event[headers.time];
      lines.push({ ...event, date: date.toISOString().slice(0, 10), time: clock(date) });
    } else lines.push(event);
    // A purchase without its product is one still, without its shopper it is nobody's.
    const bought = event[headers.item] === item ? id : '';
    if (isTrue || (event[headers.user] === user && act === 'purchase')) {
      truth.push(`${user} ${act} ${bought} ${shape === 'clock' ? at : says}`);
    }
  }
  const dialect = `${shape}, ${style.name}, ${JSON.stringify(headers)}, missing ${missing}`;
  const mayRefuse =
    ['dmy', 'mdy', 'dots', 'dmy two digits'].includes(style.name) && shape !== 'clock'
      ? ['no line of the log decides which']
      : [];
  return { truth, lines, dialect, mayRefuse };
}
