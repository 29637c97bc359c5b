// What the program says of a log (`Said` in ../src/training/page/coded-sentence.ts) in the language of the page.
import { listOf } from './lang/numbers.js';
import { isEnglish, say } from './lang/say.js';
import { el } from './studio/dom.js';
import { ACTIONS } from './words.js';

const LABELS =
  /“(Actions|Share of lines that may be refused|Columns|Order of dates|Separator|Encoding|Format|Keep robots)”/g;

/** Whether it names a setting of the page. */
export const namesSetting = (said) => JSON.stringify(said).search(LABELS) >= 0;

/** With the labels that the page has. */
const withLabels = (text) =>
  text.replace(LABELS, (_, label) => say('“{label}”', { label: say(label) }));

/** Lists whose items are sentences. */
const OF_SENTENCES = new Set(['notes', 'reasons', 'refused']);

function written(value, name) {
  if (Array.isArray(value)) {
    const texts = value.map((one) => written(name === 'actions' ? namedAction(one) : one));
    return OF_SENTENCES.has(name) ? texts.join(say('; ')) : listOf(texts);
  }
  if (typeof value === 'string') return withLabels(value);
  return typeof value === 'object' ? inWords(value) : value;
}

/** `click 80%`, as the page calls it. */
const namedAction = ({ text, values }) => ({
  text,
  values: { ...values, name: say(ACTIONS[values.name] ?? values.name) },
});

/** A sentence as text, those in its places too. */
export function inWords(said) {
  if (typeof said === 'string') return withLabels(said);
  const values = Object.entries(said.values).map(([name, value]) => [name, written(value, name)]);
  return say(said.text, Object.fromEntries(values));
}

/** The page has no words for it: it is in English, and marked as that. */
export const isForeign = (said) => typeof said === 'string' && !isEnglish();

/** A sentence as an element. */
export const programSays = (said, tag = 'span', finish = (text) => text) =>
  el(tag, { lang: isForeign(said) ? 'en' : undefined }, finish(inWords(said)));

/** A note as a sentence; one that begins with the name of a file keeps it as it is. */
export function asSentence(note) {
  const text = /^\p{Ll}+ (?!\p{Script=Han})/u.test(note)
    ? note[0].toUpperCase() + note.slice(1)
    : note;
  return /[.?!…。？！]$/.test(text) ? text : say('{sentence}.', { sentence: text });
}

/** An error in words of the page, said again after a change of language. */
export const faultOf = (text, values = {}) =>
  Object.assign(new Error(text), { said: { text, values } });
