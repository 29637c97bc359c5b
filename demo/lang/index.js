// The shop in the shopper's language. The pages are written in English; here their texts are exchanged as
// they appear, so that no page knows of it. nextaisle follows `<html lang>` by itself.
const TABLES = { de: () => import('./de.js'), zh: () => import('./zh.js') };
const KEY = 'fernholm-language';
const ATTRIBUTES = ['aria-label', 'placeholder'];

const root = document.documentElement;
const places = ['.shop', '.skip', '#said', 'title'].map((one) => document.querySelector(one));

/** By node: its English, and what was written in its place. */
const written = new WeakMap();
let words;

function remembered() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(lang) {
  try {
    sessionStorage.setItem(KEY, lang);
  } catch {
    // Private mode: asked again after a reload.
  }
}

const own = (text) => (Object.hasOwn(words, text) ? words[text] : undefined);
const money = (price) =>
  new Intl.NumberFormat(root.lang, {
    style: 'currency',
    currency: 'EUR',
    trailingZeroDisplay: 'stripIfInteger',
  }).format(price);

/** A text of the table with its values set. */
const filled = (text, values) => own(text).replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Texts in which there is more than words of ours. */
const PATTERNS = [
  [/^€(\d+(?:\.\d+)?)$/, (_, price) => money(+price)],
  [/^(.+) · Fernholm$/, (_, page) => `${own(page) ?? page} · Fernholm`],
  [/^\/ (.+)$/, (_, kind) => `/ ${own(kind) ?? kind}`],
  [/^(.+) removed\.$/, (_, name) => filled('{name} removed.', { name: own(name) ?? name })],
  [
    /^(\d+) things?, €([\d.]+)\. (.+)$/,
    (_, count, total, rest) =>
      `${filled('{count} things, {total}.', { count, total: money(+total) })} ${own(rest) ?? rest}`,
  ],
  [/^Nothing for “(.*)”$/, (_, query) => filled('Nothing for “{query}”', { query })],
  [/^(\d+) for “(.*)”$/, (_, count, query) => filled('{count} for “{query}”', { count, query })],
  // A reason, already in the language of the page, names a category in that of the catalog.
  [/^(.*[„：])([^“]+)(“?)$/, (_, before, name, after) => before + (own(name) ?? name) + after],
];

function inWords(english) {
  if (!words) return english;
  const text = english.trim();
  const found = own(text);
  if (found !== undefined) return english.replace(text, () => found);
  const pattern = PATTERNS.find(([shape]) => shape.test(text));
  return pattern ? english.replace(text, () => text.replace(...pattern)) : english;
}

/** Sets a text, and remembers its English; a text that the page has changed since is English again. */
function exchange(node, name, now, set) {
  const texts = written.get(node) ?? {};
  written.set(node, texts);
  const english = texts[name]?.now === now ? texts[name].english : now;
  const next = inWords(english);
  texts[name] = { english, now: next };
  if (next !== now) set(next);
}

function exchangeAll(under) {
  if (under.nodeType === Node.TEXT_NODE) {
    exchange(under, '', under.data, (text) => {
      under.data = text;
    });
    return;
  }
  if (under.nodeType !== Node.ELEMENT_NODE) return;
  for (const name of ATTRIBUTES) {
    if (under.hasAttribute(name))
      exchange(under, name, under.getAttribute(name), (text) => under.setAttribute(name, text));
  }
  for (const node of under.childNodes) exchangeAll(node);
}

const all = () => {
  for (const place of places) exchangeAll(place);
};

const observer = new MutationObserver((changes) => {
  if (!words) return;
  for (const { type, target, addedNodes } of changes) {
    if (type === 'childList') addedNodes.forEach(exchangeAll);
    else exchangeAll(target);
  }
});
for (const place of places) {
  observer.observe(place, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ATTRIBUTES,
  });
}

async function speak(lang) {
  words = Object.hasOwn(TABLES, lang) ? (await TABLES[lang]()).words : undefined;
  root.lang = words ? lang : 'en';
  all();
  for (const button of document.querySelectorAll('[data-lang]'))
    button.setAttribute('aria-pressed', String(button.dataset.lang === root.lang));
}

for (const button of document.querySelectorAll('[data-lang]')) {
  button.addEventListener('click', () => {
    remember(button.dataset.lang);
    speak(button.dataset.lang);
  });
}

const asked = new URLSearchParams(location.search).get('lang');
if (asked) remember(asked);
speak(remembered() ?? 'en');
