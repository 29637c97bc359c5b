import { say } from '../lang/say.js';
import { did } from '../words.js';
import { createAdder, MOST } from './adder.js';
import { el, fill } from './dom.js';
import { nameOf, picture } from './products.js';
import { step } from './visits.js';

/**
 * The visit as a list that can be changed: each event can be moved, repeated and taken out, and others put in.
 * @param onChange gets what says what was done, as the begin of a sentence.
 */
export function createEditor(onChange) {
  let steps = [];
  /** What the visit was when it was taken up, and the states that can be undone. */
  let first = [];
  let undo = [];
  const element = el('div', { class: 'card-box visit' });

  function change(next, what) {
    undo.push(steps);
    steps = next;
    onChange(what);
  }

  const adder = createAdder({
    steps: () => steps,
    onDraft: draw,
    onAdd: (made, at) =>
      change([...steps.slice(0, at), made, ...steps.slice(at)], () =>
        say('With “{event}”', { event: did(made, nameOf(made.item)) }),
      ),
  });

  function draw() {
    fill(
      element,
      el(
        'h2',
        { tabindex: '-1' },
        say('The visit'),
        ' ',
        el('small', { class: 'small' }, say('{n|# event|# events}', { n: steps.length })),
      ),
      steps.length
        ? el('ol', { class: 'events' }, steps.map(row))
        : el('p', { class: 'soft' }, say('Nothing has happened yet.')),
      adder(),
      el(
        'div',
        { class: 'buttons' },
        tool(say('Undo'), 'undo', goBack, !undo.length),
        tool(
          say('As it was at first'),
          'reset',
          () => change(first, () => say('As it was at first')),
          steps === first,
        ),
      ),
    );
  }

  function goBack() {
    steps = undo.pop();
    onChange(() => say('Undone'));
  }

  const tool = (name, focus, act, disabled) =>
    el(
      'button',
      {
        class: 'text-button',
        type: 'button',
        'data-focus': focus,
        'aria-disabled': disabled ? 'true' : undefined,
        onclick: disabled ? undefined : act,
      },
      name,
    );

  function row(event, at) {
    const text = did(event, nameOf(event.item));
    const said = (what) => () => say(what, { event: did(event, nameOf(event.item)) });
    const sign = (mark, label, name, act, off) =>
      el(
        'button',
        {
          type: 'button',
          class: 'sign',
          title: label,
          'aria-label': say('{act}: {event}', { act: label, event: text }),
          'data-focus': `${name}-${event.key}`,
          'aria-disabled': off ? 'true' : undefined,
          onclick: off ? undefined : act,
        },
        mark,
      );
    const others = steps.filter((_, i) => i !== at);
    const moveTo = (to, what) => () =>
      change([...others.slice(0, to), event, ...others.slice(to)], what);
    const repeat = () =>
      change(
        [...steps.slice(0, at + 1), step(event), ...steps.slice(at + 1)],
        said('“{event}” once more'),
      );
    const takeOut = () => {
      change(others, said('Without “{event}”'));
      focusRow(Math.min(at, steps.length - 1));
    };
    const earlier = moveTo(at - 1, said('“{event}” earlier'));
    const later = moveTo(at + 1, said('“{event}” later'));
    return el(
      'li',
      {},
      picture(event.item),
      el('span', { class: 'did' }, text),
      el(
        'span',
        { class: 'signs' },
        sign('↑', say('Earlier'), 'up', earlier, !at),
        sign('↓', say('Later'), 'down', later, at === steps.length - 1),
        sign('+', say('Once more'), 'again', repeat, steps.length >= MOST),
        sign('✕', say('Take out'), 'out', takeOut),
      ),
    );
  }

  /** The row of what was taken out is gone: its neighbour has the focus. */
  function focusRow(at) {
    const rows = element.querySelectorAll('.events li');
    (rows[at]?.querySelector('[data-focus^="out-"]') ?? element.querySelector('h2'))?.focus();
  }

  return {
    element,
    draw,
    steps: () => steps,
    begin(events) {
      steps = events;
      first = events;
      undo = [];
    },
    focus: () => element.querySelector('h2')?.focus(),
  };
}
