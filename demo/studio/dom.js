import { percent } from '../lang/numbers.js';
import { say } from '../lang/say.js';
import { between } from '../words.js';

/**
 * An element: `el('button', { class: 'x', onclick: act, 'aria-label': 'Add' }, 'text', child)`. What starts
 * with `--` is a style variable, with `on` a listener; `true` and `false` set and leave out an attribute.
 */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('--')) made.style.setProperty(name, value);
    else if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name === 'value') made.value = value;
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

/** Replaces what an element holds; the control that had the focus has it again, found by its `data-focus`. */
export function fill(element, ...children) {
  const before = element.contains(document.activeElement)
    ? document.activeElement.dataset.focus
    : undefined;
  element.replaceChildren(...children.flat().filter((child) => child != null && child !== false));
  if (before) element.querySelector(`[data-focus="${CSS.escape(before)}"]`)?.focus();
}

/** A share as a bar; `low` and `high` are what chance leaves open. */
export const bar = (share, { low, high, before, kind = '' } = {}) =>
  el(
    'i',
    {
      class: `bar ${kind}`,
      'aria-hidden': 'true',
      '--share': clip(share),
      '--low': low === undefined ? undefined : clip(low),
      '--high': high === undefined ? undefined : clip(high),
      '--before': before === undefined ? undefined : clip(before),
    },
    high === undefined ? null : el('s'),
    before === undefined ? null : el('u'),
  );

const clip = (share) => Math.min(1, Math.max(0, share || 0)).toFixed(4);

let sliders = 0;

/** A slider with its label and what its value means. @returns the element; `read` says what a value means. */
export function slider({ label, read, onchange, focus, ...range }) {
  const id = `slider-${++sliders}`;
  const shown = el('output', { for: id }, read(Number(range.value)));
  const input = el('input', {
    id,
    type: 'range',
    ...range,
    'data-focus': focus,
    oninput() {
      shown.textContent = read(Number(input.value));
      onchange(Number(input.value));
    },
  });
  return el('div', { class: 'slider' }, el('label', { for: id }, label), shown, input);
}

/** A button; `more` are further properties. */
export const press = (text, onclick, more) =>
  el('button', { class: 'button quiet', type: 'button', onclick, ...more }, text);

/** A row of a table: a share in figures and as a bar, with the range that chance leaves open. */
export const shareRow = (name, share, kind) =>
  el(
    'tr',
    {},
    el('th', { scope: 'row' }, name),
    el('td', {}, bar(share.value, { low: share.low, high: share.high, kind })),
    el('td', { class: 'number' }, percent(share.value)),
    el('td', { class: 'range' }, between(share)),
  );

/** A fault in words, and a way out. */
export const trouble = (text, again) =>
  el(
    'div',
    { class: 'trouble', role: 'alert' },
    el('p', {}, text),
    again && press(say('Try again'), again),
  );
