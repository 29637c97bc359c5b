// The shop in the shopper's language. The pages are written in English; here their texts are exchanged as
// they appear, so that no page knows of it.
import { exchangeAll } from './exchange.js';
import { speakHere } from './language.js';
import { listOf, price } from './numbers.js';
import { speakPanel } from './panel.js';
import { isEnglish, own, REASON, reasonIn, say } from './say.js';

const places = ['.shop', '.skip', '.panel', '#said', 'title'].map((one) =>
  document.querySelector(one),
);

/** Texts in which there is more than words of ours. */
const PATTERNS = [
  [/^€(\d+(?:\.\d+)?)$/, (_, sum) => price(+sum)],
  [/^(.+) · Fernholm$/, (_, page) => `${own(page) ?? page} · Fernholm`],
  [/^\/ (.+)$/, (_, kind) => `/ ${own(kind) ?? kind}`],
  [
    /^Next for you: (.+)\.$/,
    (_, names) =>
      say('Next for you: {names}.', {
        names: listOf(names.split(', ').map((name) => own(name) ?? name)),
      }),
  ],
  [/^(.+) removed\.$/, (_, name) => say('{name} removed.', { name: own(name) ?? name })],
  [
    /^(\d+) things?, €([\d.]+)\. (.+)$/,
    (_, count, total, rest) =>
      `${say('{count} things, {total}.', { count, total: price(+total) })} ${own(rest) ?? rest}`,
  ],
  [/^Nothing for “(.*)”$/, (_, query) => say('Nothing for “{query}”', { query })],
  [/^(\d+) for “(.*)”$/, (_, count, query) => say('{count} for “{query}”', { count, query })],
  [REASON, reasonIn],
];

function inWords(english) {
  if (isEnglish()) return english;
  const text = english.trim();
  const found = own(text);
  if (found !== undefined) return english.replace(text, () => found);
  const pattern = PATTERNS.find(([shape]) => shape.test(text));
  return pattern ? english.replace(text, () => text.replace(...pattern)) : english;
}

const observer = new MutationObserver((changes) => {
  if (isEnglish()) return;
  for (const { type, target, addedNodes } of changes) {
    if (type === 'childList') for (const node of addedNodes) exchangeAll(node, inWords);
    else exchangeAll(target, inWords);
  }
});
for (const place of places) {
  observer.observe(place, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['aria-label', 'placeholder'],
  });
}

const speakOfUs = speakPanel(document.getElementById('inspector'));

speakHere(
  {
    de: async () => (await import('./de.js')).words,
    zh: async () => (await import('./zh.js')).words,
  },
  () => {
    for (const place of places) exchangeAll(place, inWords);
    speakOfUs();
  },
);
