import { seededRandom } from '../src/lib/random.js';

/**
 * A log with what real ones have: visits that overlap, lines without a visit, repeats, the same moment twice, times
 * out of order, a browser that becomes an account, a robot, lines that mean nothing, prices that come and go,
 * categories of several depths, and ids outside of the first plane of Unicode.
 */
export function nastyCsv(shoppers: number, seed: number): string {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(all: readonly T[]): T => all[below(all.length)];
  const ids = Array.from({ length: 60 }, (_, i) =>
    pick([`sku-${i}`, `${i}`, `Ä${i}`, `\u{1F6CD}${i}`, `\uFF21${i}`, `"q" ${i}`]),
  );
  const categories = [
    '',
    'Garden',
    'Garden > Chairs',
    'garden/chairs/Folding',
    'kids.shoes',
    'TOOLS',
    'tools/Saws',
  ];
  const names = [
    'view',
    'view',
    'view',
    'add_to_cart',
    'purchase',
    'remove_from_cart',
    'wishlist',
    'begin_checkout',
    'search',
    'view_item_list',
  ];
  const rows: string[] = [];
  const row = (cells: readonly (string | number)[]) =>
    rows.push(cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','));
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const browser = below(4) ? `b${shopper}` : '';
    let account = below(3) ? '' : `u${below(shoppers)}`;
    if (!browser && !account) account = `u${shopper}`;
    let ts = 1.7e12 + below(40 * 86_400_000);
    let visit = below(2) ? `v${below(1000)}` : '';
    for (let e = 1 + below(14); e > 0; e--) {
      ts += pick([0, 0, 1, 999, 5000, 60_000, 1_800_000, 1_800_001, 4_000_000, 90_000_000, -3000]);
      if (!below(5)) visit = pick(['', `v${below(1000)}`, 'NULL', '(not set)']);
      if (!below(9) && browser) account = account || `u${below(shoppers)}`;
      const type = pick(names);
      const item = type === 'search' || !below(25) ? '' : pick(ids);
      const at = new Date(ts).toISOString();
      const written = pick([
        at,
        at.replace('T', ' ').replace('Z', ' UTC'),
        at.replace('Z', '+00:00'),
      ]);
      const price = pick(['', '19.99', '5', '0', '120.5', '19.99', 'n/a']);
      const cells = [
        account,
        browser,
        visit,
        written,
        type,
        item,
        price,
        pick(categories),
        pick(['', 'Acme', ' Bolt ', 'none']),
        pick(['', 'A chair', 'Säge, klein']),
      ];
      row(cells);
      while (!below(8)) row(cells);
    }
    if (!below(10)) row(['', '', '', new Date(ts).toISOString(), 'view', 'sku-1', '', '', '', '']);
    if (!below(10)) row(['', `b${shopper}`, '', 'yesterday', 'view', 'sku-1', '', '', '', '']);
    if (!below(10))
      row(['', `b${shopper}`, '', new Date(ts).toISOString(), 'page_view', '', '', '', '', '']);
    if (!below(10))
      row(['', `b${shopper}`, '', new Date(ts).toISOString(), 'newsletter', '', '', '', '', '']);
  }
  for (let e = 0; e < 2100; e++) {
    row([
      '',
      'robot',
      '',
      new Date(1.7e12 + e * 700).toISOString(),
      'view',
      `only-a-robot-${e % 7}`,
      '7',
      '',
      '',
      '',
    ]);
  }
  const head = 'user_id,visitor_id,session_id,timestamp,event,product_id,price,category,brand,name';
  return `${[head, ...rows].join('\n')}\n`;
}
