import { draw } from './art/index.js';
import { productOf } from './catalog.js';

const $ = (id) => document.getElementById(id);

const ACTIONS = {
  click: 'looks',
  cart: 'to basket',
  purchase: 'buys',
  checkout: 'checkout',
  remove: 'removes',
  wishlist: 'saves',
  search: 'searches',
  category: 'department',
  leave: 'leaves',
};
const BANDS = {
  likely: 'Likely to buy',
  undecided: 'Undecided',
  unlikely: 'Just looking',
};
const MOST_EVENTS = 60;

const percent = (share) =>
  share >= 0.995
    ? '100%'
    : share < 0.001
      ? '<0.1%'
      : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;

function meter(element, share) {
  element.querySelector('i').style.setProperty('--share', share.toFixed(4));
  element.querySelector('b').textContent = percent(share);
}

/** The marketer's panel beside the shop. It shows what the predictor reports and holds no rule. */
export function createPanel() {
  const bars = new Map(
    Object.entries(ACTIONS).map(([action, label]) => {
      const row = document.createElement('li');
      row.innerHTML = `<span>${label}</span><i></i><b>–</b>`;
      $('actions').append(row);
      return [action, row];
    }),
  );
  const drawings = new Map();

  $('handle').addEventListener('click', () => {
    const open = $('panel').classList.toggle('open');
    $('handle').setAttribute('aria-expanded', String(open));
  });

  function drawingOf(id) {
    if (!drawings.has(id)) {
      const figure = document.createElement('figure');
      figure.innerHTML = draw(productOf(id));
      drawings.set(id, figure);
    }
    return drawings.get(id);
  }

  function ranked({ id, rank, probability, action, reasons }) {
    const row = document.createElement('li');
    row.innerHTML = `<span class="rank">${rank}</span><div><a></a><small></small></div>
      <span class="chance">${percent(probability)}<small>${ACTIONS[action]}</small></span>`;
    row.querySelector('.rank').after(drawingOf(id));
    const link = row.querySelector('a');
    link.href = productOf(id).url;
    link.textContent = productOf(id).name;
    row.querySelector('div small').textContent = reasons.map(({ text }) => text).join(' · ');
    return row;
  }

  return {
    /** @param items as the shelf shows them. */
    prediction(prediction, items) {
      const { actions, intent } = prediction;
      const top = Object.entries(actions).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
      for (const [action, row] of bars) {
        meter(row, actions[action] ?? 0);
        row.classList.toggle('top-action', action === top);
      }
      $('band').dataset.band = intent.band;
      $('band').textContent = BANDS[intent.band];
      meter($('meter-purchase'), intent.purchase);
      meter($('meter-cart'), intent.cart);
      $('ranked').replaceChildren(...items.map(ranked));
      $('handle-now').textContent = `${BANDS[intent.band]} · next: ${ACTIONS[top]}`;
    },

    event({ type, item, query, category, ts }, isNew) {
      const row = document.createElement('li');
      row.className = isNew ? 'new' : '';
      row.innerHTML = '<time></time><em></em><span></span>';
      row.children[0].textContent = new Date(ts).toLocaleTimeString('en-GB');
      row.children[1].textContent = type;
      row.children[2].textContent = productOf(item)?.name ?? query ?? category?.join(' / ') ?? '';
      const log = $('events');
      log.prepend(row);
      if (log.children.length > MOST_EVENTS) log.lastElementChild.remove();
    },

    count(events) {
      $('event-count').textContent = events ? `${events} read` : '';
      if (!events) $('events').innerHTML = '<li class="none">none yet</li>';
      else $('events').querySelector('.none')?.remove();
    },

    noEvents() {
      $('events').replaceChildren();
    },

    /** There is no prediction. */
    nothing() {
      for (const row of bars.values()) {
        meter(row, 0);
        row.querySelector('b').textContent = '–';
      }
      for (const id of ['meter-purchase', 'meter-cart']) {
        meter($(id), 0);
        $(id).querySelector('b').textContent = '–';
      }
      $('ranked').replaceChildren();
      $('band').dataset.band = 'none';
      $('band').textContent = 'no prediction yet';
      $('handle-now').textContent = 'waiting for the first event';
    },

    /** @param facts rows of term and text. */
    facts(facts) {
      $('facts').replaceChildren(
        ...facts.flatMap(([term, text]) => {
          const dt = document.createElement('dt');
          const dd = document.createElement('dd');
          dt.textContent = term;
          dd.textContent = text;
          return [dt, dd];
        }),
      );
    },

    /** @param granted true, false, or undefined when the shopper was not asked. */
    consent(granted) {
      for (const button of $('panel').querySelectorAll('[data-consent]')) {
        button.setAttribute(
          'aria-pressed',
          String((button.dataset.consent === 'granted') === granted),
        );
      }
    },
  };
}
