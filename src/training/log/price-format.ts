import { counted } from './counted.js';
import { parseNumber, parsePrice } from '../../events/parse-field.js';
import { isMissing, plainText } from './missing-values.js';

/** One number with separators, and a currency before or behind it. */
const ONE_NUMBER = /^[^\d.,-]{0,8}(\d[\d.,'’\s]{0,24}?)[.,-]{0,3}[^\d.,-]{0,8}$/;

const CURRENCY =
  /[€£¥₹₩₽₺₫฿]|(?:US|CA|AU|NZ|HK|R)?\$|\b(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|RON|TRY|JPY|CNY|INR|BRL|CAD|AUD)\b|\bkr\b|zł|Kč|Fr\./;

/**
 * Reads the prices of a column: whether `1.299` is above a thousand or a little more than one is decided on all
 * prices of the first lines.
 */
export function createPriceReader(header: string, sample: readonly unknown[]) {
  let comma = 0;
  let point = 0;
  let threes = 0;
  let plain = 0;
  for (const value of sample) {
    if (typeof value !== 'string') continue;
    const text = ONE_NUMBER.exec(value.trim())?.[1].replace(/['’\s]/g, '');
    if (!text) continue;
    if (!/[.,]/.test(text)) plain++;
    else if (/,\d{1,2}$|^0,\d+$|\.\d{3},\d+$|,\d{4,}$|^\d{1,3}(?:\.\d{3}){2,}$/.test(text)) comma++;
    else if (/\.\d{1,2}$|^0\.\d+$|,\d{3}\.\d+$|\.\d{4,}$|^\d{1,3}(?:,\d{3}){2,}$/.test(text))
      point++;
    else if (/^\d{1,3}\.\d{3}$/.test(text)) threes++;
  }
  const cents = /(?:^|[^a-z])(?:cents?|minor)(?:[^a-z]|$)/i.test(header) ? 100 : 1;
  const decimals =
    comma && !point ? ',' : point && !comma ? '.' : threes && plain && !comma ? ',' : undefined;
  /** Nothing says whether the point stands before thousands or decimals. */
  const unclear = decimals === undefined && threes > 0;
  let unread = 0;
  let firstUnread = '';
  const notes: string[] = [];
  const currencies = new Map<string, string>();
  if (unclear)
    notes.push(`prices (${header}) like 1.299 can be read in two ways: they are left out`);
  else if (decimals === ',' && threes)
    notes.push(`prices (${header}) have points before thousands: 1.299 is 1299`);
  return {
    read(given: unknown): number | undefined {
      // Parquet has whole numbers of 64 bits.
      const value = typeof given === 'bigint' ? Number(given) : given;
      const price =
        typeof value === 'string' ? fromText(value, decimals, unclear) : parsePrice(value);
      if (typeof value === 'string' && price) {
        const [sign] = CURRENCY.exec(value) ?? [];
        if (sign && currencies.size < 5) currencies.set(sign, value.trim().slice(0, 40));
      }
      if (price === undefined && !unclear && !isMissing(plainText(value))) {
        if (unread++ === 0) firstUnread = plainText(value).slice(0, 40);
      }
      return price ? price / cents : undefined;
    },
    notes: () => [
      ...notes,
      ...(currencies.size > 1
        ? [
            `prices (${header}) are of several currencies and are read as one: ${[...currencies.values()].join(', ')}`,
          ]
        : []),
      ...(unread
        ? [`${counted(unread, 'price')} (${header}) not read: the first is ${firstUnread}`]
        : []),
    ],
  };
}

/** Where decimals are set off by a point, a comma stands before three digits, and the reverse. */
const OTHER_COMMA = /,(?!\d{3}(?!\d))/;
const OTHER_POINT = /\.(?!\d{3}(?!\d))/;

function fromText(
  value: string,
  decimals: ',' | '.' | undefined,
  unclear: boolean,
): number | undefined {
  const text = value.slice(0, 40).trim();
  // A column has plain decimals: there `1.2345` is one and a bit.
  const asIs = () => parseNumber(text, 0, 1e9) ?? parsePrice(text);
  // What stands before the comma was a number once: `broken,52`.
  if (/\p{L},\d/u.test(text)) return undefined;
  if (!/[.,'’\s]/.test(text) || /\s-\s/.test(text)) return asIs();
  const number = ONE_NUMBER.exec(text)?.[1].replace(/['’\s]/g, '');
  if (number === undefined) return asIs();
  if (unclear && /^\d{1,3}\.\d{3}$/.test(number)) return undefined;
  if (decimals === undefined) return asIs();
  // Written the other way than the first lines: `1038,50` is not 103850.
  if ((decimals === ',' ? OTHER_POINT : OTHER_COMMA).test(number)) return undefined;
  const thousands = decimals === ',' ? /\./g : /,/g;
  return parseNumber(number.replace(thousands, '').replace(',', '.'), 0, 1e9);
}
