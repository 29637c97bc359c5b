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
    const has = Object.hasOwn(tables, lang);
    const words = has ? await tables[lang]() : undefined;
    // Another was pressed while its texts were loaded.
    if (mine !== turn) return;
    root.lang = has ? lang : 'en';
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
