import { catalog, categories } from '../catalog.js';
import { say } from '../lang/say.js';
import { did } from '../words.js';
import { el } from './dom.js';
import { nameOf } from './products.js';
import { step } from './visits.js';

/** Of a visit; more would not fit a screen, nor the network's window. */
export const MOST = 30;

/**
 * The form that puts an event into a visit; called, it draws itself.
 * @param onDraft something else was chosen. @param onAdd gets the event, and its place in the visit.
 */
export function createAdder({ steps, onDraft, onAdd }) {
  const draft = {
    type: 'click',
    item: 'rain-teapot',
    category: 'Seating',
    query: 'lamp',
    at: 'end',
  };

  function add(event) {
    event.preventDefault();
    const { type, item, category, query } = draft;
    const made = step({
      type,
      item: ['checkout', 'search', 'category'].includes(type) ? undefined : item,
      category: type === 'category' ? category : undefined,
      query: type === 'search' ? query.trim() || 'lamp' : undefined,
    });
    const found = steps().findIndex(({ key }) => key === draft.at);
    onAdd(made, found < 0 ? steps().length : found);
  }

  return function adder() {
    const choice = (name, label, options) =>
      el(
        'label',
        {},
        el('span', {}, say(label)),
        el(
          'select',
          {
            'data-focus': `add-${name}`,
            onchange(event) {
              draft[name] = event.target.value;
              onDraft();
            },
          },
          options,
        ),
      );
    const option = (value, text, chosen) =>
      el('option', { value, selected: chosen === value }, say(text));
    const types = [
      ['click', 'views a product'],
      ['cart', 'puts something into the cart'],
      ['purchase', 'buys something'],
      ['remove', 'removes something from the cart'],
      ['wishlist', 'saves something'],
      ['checkout', 'goes to the checkout'],
      ['search', 'searches'],
      ['category', 'opens a department'],
    ];
    const products = categories.map(({ id, name }) =>
      el(
        'optgroup',
        { label: say(name) },
        catalog
          .filter(({ slug }) => slug === id)
          .map((one) => option(one.id, one.name, draft.item)),
      ),
    );
    const what = {
      checkout: null,
      search: el(
        'label',
        {},
        el('span', {}, say('For')),
        el('input', {
          value: draft.query,
          maxlength: '60',
          'data-focus': 'add-query',
          oninput(event) {
            draft.query = event.target.value;
          },
        }),
      ),
      category: choice(
        'category',
        'Which',
        categories.map(({ name }) => option(name, name, draft.category)),
      ),
    };
    const places = [
      option('end', 'at the end', draft.at),
      ...steps().map((event, i) =>
        option(
          event.key,
          say('before {place}: {event}', { place: i + 1, event: did(event, nameOf(event.item)) }),
          draft.at,
        ),
      ),
    ];
    return el(
      'form',
      { class: 'adder', 'aria-label': say('Add an event'), onsubmit: add },
      choice(
        'type',
        'The shopper',
        types.map(([value, text]) => option(value, text, draft.type)),
      ),
      Object.hasOwn(what, draft.type) ? what[draft.type] : choice('item', 'What', products),
      choice('at', 'Where', places),
      el(
        'button',
        { class: 'button', type: 'submit', 'data-focus': 'add', disabled: steps().length >= MOST },
        say('Add it'),
      ),
    );
  };
}
