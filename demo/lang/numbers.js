// Numbers, shares, sums of money and days as the language of the page writes them.

let locale = 'en';
let formats = new Map();

export function setLocale(lang) {
  locale = lang;
  formats = new Map();
}

/** Made once each: a slider writes dozens of numbers at every move. */
function format(value, options) {
  const key = JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.NumberFormat(locale, options);
    formats.set(key, made);
  }
  return made.format(value);
}

const places = (digits) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
const inHundred = (share, digits) => format(share, { style: 'percent', ...places(digits) });

export const whole = (n) => format(Math.round(n), {});
export const decimals = (value, digits) => format(value, places(digits));

/** `12%`, `3.4%` */
export function percent(share) {
  if (!Number.isFinite(share)) return '–';
  if (share > 0 && share < 0.001) return `<${inHundred(0.001, 1)}`;
  return inHundred(share, share === 0 || share >= 0.1 ? 0 : 1);
}

/** With one decimal, however large it is. */
export const exactPercent = (share) => inHundred(share, 1);

/** A sum of money, its currency left out. */
export const amount = (value) =>
  Number.isFinite(value) ? (value < 10 ? decimals(value, 2) : whole(value)) : '–';

export const euros = (value) =>
  Number.isFinite(value)
    ? format(value, { style: 'currency', currency: 'EUR', ...places(value < 10 ? 2 : 0) })
    : '–';

/** A price of the demo's catalog, as the shelf writes it. */
export const price = (value) => format(value, { style: 'currency', currency: 'EUR' });

/** @param date `2026-01-31` */
export const day = (date) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));

export const listOf = (texts) =>
  new Intl.ListFormat(locale, { style: 'narrow', type: 'conjunction' }).format(texts);
