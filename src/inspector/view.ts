import { make } from '../shelf/frame.js';
import type { Speech } from './speech.js';

export type Child = Node | string | false | undefined;

/** Built by the DOM's methods, so that what the page says is text and never markup. */
export const el = (
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElement =>
  make(document, tag, attributes, ...children.filter((one): one is Node | string => !!one));

export function button(
  text: string,
  act: () => void,
  attributes: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const made = el('button', { type: 'button', ...attributes }, text) as HTMLButtonElement;
  made.addEventListener('click', act);
  return made;
}

/** A part of a panel, with its heading. */
export const section = (title: string, ...children: Child[]): HTMLElement =>
  el('section', { 'aria-label': title }, el('h3', {}, title), ...children);

/** Terms and what is said of each; what is empty leaves its row out. */
export const facts = (rows: readonly (readonly [string, Child | readonly Child[]])[]) =>
  el(
    'dl',
    {},
    ...rows.flatMap(([term, said]) => {
      const parts = [said].flat().filter(Boolean);
      return parts.length ? [el('dt', {}, term), el('dd', {}, ...parts)] : [];
    }),
  );

/** What the predictor says: where the language has no words for it, it is English and marked as that. */
export function told(text: string, { reread }: Pick<Speech, 'reread'>): Child {
  return text && (reread(text) ?? el('span', { lang: 'en' }, text));
}

/** What was thrown, as `told`. */
export const fault = (thrown: unknown, speech: Pick<Speech, 'reread'>): Child =>
  told(String(Object(thrown).message ?? thrown), speech);

/** A share as a bar. The number beside it says the same to those who do not see it. */
export function bar(
  label: Child | readonly Child[],
  share: number,
  text: string,
  kind = '',
): HTMLElement {
  const fill = el('i', { 'aria-hidden': 'true', class: kind });
  // By the object model: a policy forbids style attributes.
  fill.style.setProperty('--share', Math.min(1, Math.max(0, share)).toFixed(4));
  return el('li', { class: 'bar' }, el('span', {}, ...[label].flat()), fill, el('b', {}, text));
}

/** What tells those who look, and those who do not see it, what came of a press. */
export interface Teller extends Pick<Speech, 'say'> {
  tell(said: Child): void;
}

/** A line of code to take home, with a button that copies it. */
export function codeLine(text: string, teller: Teller): HTMLElement {
  const { say } = teller;
  const copied = button(say('Copy'), () => void copy(text, teller), {
    'aria-label': say('Copy {code}', { code: text }),
  });
  return el('div', { class: 'code' }, el('code', {}, text), copied);
}

/** @returns false where the page may not write to the clipboard. */
export async function copy(text: string, { say, tell }: Teller): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    tell(say('Copied.'));
    return true;
  } catch {
    tell(say('The browser does not let this page copy. Select the text and copy it.'));
    return false;
  }
}

/** Sets the rows of a list. Those that stay are not touched, so the focus stays, and only news is read out. */
export function showRows(list: HTMLElement, rows: readonly Node[]): void {
  const focused = (list.getRootNode() as ShadowRoot).activeElement;
  for (const old of [...list.childNodes]) if (!rows.includes(old)) old.remove();
  rows.forEach((row, at) => {
    if (list.childNodes[at] !== row) list.insertBefore(row, list.childNodes[at] ?? null);
  });
  if (focused instanceof HTMLElement && list.contains(focused)) focused.focus();
}

/** Rows of a list that are made once for each thing they show. */
export function keptRows<Shown>(list: HTMLElement, make: (one: Shown) => HTMLElement) {
  let kept = new Map<string, HTMLElement>();
  return (all: readonly Shown[]): void => {
    const next = new Map<string, HTMLElement>();
    for (const one of all) {
      let key = JSON.stringify(one);
      while (next.has(key)) key += ' ';
      next.set(key, kept.get(key) ?? make(one));
    }
    kept = next;
    showRows(list, [...next.values()]);
  };
}
