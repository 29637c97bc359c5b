// The inspector speaks the language of the page by itself. What it shows of this shop has names of ours:
// products, departments, the sample visit. They are exchanged where they stand, also inside its sentences.
import { catalog, categories } from '../catalog.js';
import { exchangeAll } from './exchange.js';
import { isEnglish, own } from './say.js';

const names = new Set([
  'Replay a sample visit',
  ...categories.map(({ name }) => name),
  ...catalog.flatMap(({ name, category }) => [name, ...category]),
]);
const longestFirst = [...names].sort((a, b) => b.length - a.length);
const LATIN = '\\p{Script=Latin}';
const NAMES = new RegExp(`(?<!${LATIN})(${longestFirst.join('|')})(?!${LATIN})`, 'gu');

const inWords = (text) => (isEnglish() ? text : text.replace(NAMES, (name) => own(name) ?? name));

/** @returns what exchanges them anew, after a change of language. */
export function speakPanel(inspector) {
  const all = () => {
    for (const node of inspector.shadowRoot?.children ?? [])
      if (node.localName !== 'style') exchangeAll(node, inWords);
  };
  const observer = new MutationObserver((changes) => {
    if (isEnglish()) return;
    for (const { type, target, addedNodes } of changes)
      for (const node of type === 'childList' ? addedNodes : [target]) exchangeAll(node, inWords);
  });
  customElements.whenDefined(inspector.localName).then(() => {
    observer.observe(inspector.shadowRoot, { subtree: true, childList: true, characterData: true });
    all();
  });
  return all;
}
