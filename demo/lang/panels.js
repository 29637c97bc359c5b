// The studio and the page for a shop's own log in the language of the page. What is written in the page is
// exchanged in place; what a script draws asks `say`, and is drawn again after a change of language.
import { exchangeAll } from './exchange.js';
import { speakHere } from './language.js';
import { own } from './say.js';

/** The shop's own texts, for its products and departments, those of panels, and more of such tables. */
async function joined(lang, more) {
  const names = [lang, ...['panels', ...more].map((name) => `${name}-${lang}`)];
  const modules = await Promise.all(names.map((name) => import(`./${name}.js`)));
  return Object.assign({}, ...modules.map(({ words }) => words));
}

const inWords = (english) => {
  const text = english.trim();
  return text ? english.replace(text, () => own(text) ?? text) : english;
};
const redraws = new Map();

/** @param redraw called after each change of language. @param of what it draws: the latest for it counts. */
export const onLanguage = (redraw, of = redraw) => redraws.set(of, redraw);

/**
 * @param scripted what scripts draw, and is left to them once they have begun.
 * @param more tables beside those of panels.
 * @returns resolves when the page is in its language.
 */
export function speakPanels(scripted, more = []) {
  const written = [...document.querySelectorAll('title, meta[name=description], body')];
  const leave = new Set(document.querySelectorAll(scripted));
  let isFirst = true;
  const tables = { de: () => joined('de', more), zh: () => joined('zh', more) };
  return speakHere(tables, () => {
    for (const node of written) exchangeAll(node, inWords, isFirst ? undefined : leave);
    if (!isFirst) for (const redraw of redraws.values()) redraw();
    isFirst = false;
  });
}
