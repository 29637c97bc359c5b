// Texts of a page that is written in English, exchanged where they stand.

const ATTRIBUTES = ['aria-label', 'placeholder', 'content'];

/** By node: its English, and what was written in its place. */
const written = new WeakMap();

/** Sets a text, and remembers its English; a text that the page has changed since is English again. */
function exchange(node, name, now, inWords, set) {
  const texts = written.get(node) ?? {};
  written.set(node, texts);
  const english = texts[name]?.now === now ? texts[name].english : now;
  const next = inWords(english);
  texts[name] = { english, now: next };
  if (next !== now) set(next);
}

/**
 * Exchanges the texts under a node, and its attributes that are read or heard. An element with `data-whole`
 * is one text with its marks, so that another language can order them in its own way.
 * @param inWords from English to what is shown.
 * @param leave elements whose texts others set.
 */
export function exchangeAll(under, inWords, leave = new Set()) {
  if (under.nodeType === Node.TEXT_NODE) {
    exchange(under, '', under.data, inWords, (text) => {
      under.data = text;
    });
    return;
  }
  if (under.nodeType !== Node.ELEMENT_NODE || leave.has(under)) return;
  for (const name of ATTRIBUTES) {
    if (under.hasAttribute(name))
      exchange(under, name, under.getAttribute(name), inWords, (text) =>
        under.setAttribute(name, text),
      );
  }
  if ('whole' in under.dataset) {
    // Of our own pages and tables: no text of a shopper is in it.
    exchange(under, '', under.innerHTML.replace(/\s+/g, ' ').trim(), inWords, (text) => {
      under.innerHTML = text;
    });
    return;
  }
  for (const node of under.childNodes) exchangeAll(node, inWords, leave);
}
