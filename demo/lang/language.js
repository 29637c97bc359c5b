// Which language a page of the demo is in: that of `?lang=`, else of the last press, else English.
import { useWords } from './say.js';

const KEY = 'fernholm-language';
const root = document.documentElement;

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

/** The table of `de-AT` is that of `de`; Chinese in Traditional characters is read in Simplified ones here. */
const tableFor = (lang, tables) =>
  [lang, String(lang).split(/[-_]/)[0]].find((name) => Object.hasOwn(tables, name));

/**
 * Follows the buttons with `data-lang`. nextaisle follows `<html lang>` by itself.
 * @param tables by language, what loads its texts; a language without one is English.
 * @param show called when the texts are there, at first and after each press.
 * @returns resolves after the first.
 */
export function speakHere(tables, show) {
  let turn = 0;
  async function speak(lang) {
    const mine = ++turn;
    const found = tableFor(lang, tables);
    const words = found ? await tables[found]() : undefined;
    // Another was pressed while its texts were loaded.
    if (mine !== turn) return;
    root.lang = found ?? 'en';
    useWords(root.lang, words);
    for (const button of document.querySelectorAll('[data-lang]'))
      button.setAttribute('aria-pressed', String(button.dataset.lang === root.lang));
    show();
  }
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => {
      remember(button.dataset.lang);
      speak(button.dataset.lang);
    });
  }
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked) remember(asked);
  return speak(remembered() ?? 'en');
}
