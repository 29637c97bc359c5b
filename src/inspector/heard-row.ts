import type { Context } from './context.js';
import type { HeardLine } from './heard-line.js';
import { type Child, codeLine, el } from './view.js';
import { named } from './words.js';

const OUTCOMES = {
  taken: 'taken',
  merged: 'merged',
  refused: 'refused',
  unkept: 'not kept',
} as const;

/** A line, and the product's name. */
export type NamedLine = HeardLine & { name?: string };

/** A row of the feed: what came, from where, and what became of it. */
export function heardRow(heard: NamedLine, context: Context): HTMLElement {
  const { at, outcome, source, type, item, name, aliases, detail, why, line, given } = heard;
  const { say, speech } = context;
  const word = named(type, speech);
  return el(
    'li',
    { class: outcome },
    el(
      'p',
      { class: 'said' },
      el('time', {}, speech.clock(at)),
      el('em', {}, word),
      word !== type && el('code', {}, type),
      name && el('span', { class: 'name' }, name),
      item !== undefined && el('code', {}, item),
      el(
        'span',
        { class: 'end' },
        el('span', { class: 'source' }, source),
        el('span', { class: 'outcome' }, say(OUTCOMES[outcome])),
      ),
    ),
    !!aliases?.length && el('p', { class: 'more' }, say('also'), ' ', codes(aliases)),
    detail.length > 0 && el('p', { class: 'more' }, ...listed(detail.map(speech.write))),
    why && el('p', { class: 'why' }, speech.write(why)),
    given !== undefined && el('p', { class: 'more' }, say('given'), ' ', el('code', {}, given)),
    line && codeLine(line, context),
  );
}

const codes = (ids: readonly string[]): HTMLElement => el('code', {}, ids.join(', '));
/** Each a text of its own: the page may know one of them by another name. */
const listed = (texts: readonly string[]): Child[] =>
  texts.flatMap((text, at) => [at > 0 && ', ', el('span', {}, text)]);
