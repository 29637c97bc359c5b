import {
  addToBasket,
  buyBasket,
  emptyEverything,
  onBasket,
  removeFromBasket,
  shelfOf,
  toggleSaved,
} from './basket.js';
import { categories, productOf } from './catalog.js';
import { rememberConsent } from './consent.js';
import { pageOf } from './pages.js';
import { replay } from './replay.js';
import { createShelf } from './shelf.js';

const $ = (id) => document.getElementById(id);
const main = $('main');

// The script tag created it with the options of setup.js.
const predictor = window.nextaisle;

const say = (text) => {
  $('said').textContent = text;
};
const shelf = createShelf(say);

// — pages —

$('aisles').innerHTML = categories
  .map(({ id, name }) => `<a href="#/c/${id}">${name}</a>`)
  .join('');

function open(first = false) {
  const page = pageOf(location.hash);
  main.innerHTML = page.html;
  shelf.place(main);
  document.title = page.title === 'Fernholm' ? 'Fernholm' : `${page.title} · Fernholm`;
  for (const link of $('aisles').children) {
    const here = link.hash === location.hash;
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (!first) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
  // A reload shows the same page again and counts no second view.
  const again = first && performance.getEntriesByType('navigation')[0]?.type === 'reload';
  if (page.track && !again) predictor.track(...page.track);
}

addEventListener('hashchange', () => open());

// — buttons —

const acts = {
  // The predictor hears the press through the data-nextaisle attribute.
  add(button) {
    addToBasket(button.dataset.nextaisleId);
    say('In your cart.');
    button.outerHTML = '<a class="button" href="#/basket">In your cart</a>';
    main.querySelector('.button')?.focus();
  },
  save(button) {
    const { id } = button.dataset;
    toggleSaved(id);
    const saved = shelfOf().saved.includes(id);
    if (saved) predictor.track('wishlist', id);
    button.setAttribute('aria-pressed', String(saved));
    button.textContent = saved ? 'Saved' : 'Save for later';
  },
  remove(button) {
    const { id } = button.dataset;
    removeFromBasket(id);
    predictor.track('remove', id);
    say(`${productOf(id).name} removed.`);
    open();
  },
};

// Registered after the predictor's listener, so that it sees the click before this one redraws.
main.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-do]');
  if (button) acts[button.dataset.do]?.(button);
});

main.addEventListener('submit', (event) => {
  event.preventDefault();
  const order = `F-${Date.now().toString(36)}`;
  predictor.track('purchase', { order, items: shelfOf().basket });
  buyBasket();
  location.hash = '#/thanks';
});

document.querySelector('.search form').addEventListener('submit', (event) => {
  event.preventDefault();
  const query = $('query').value.trim();
  if (query) location.hash = `#/s/${encodeURIComponent(query)}`;
});

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});

const count = ({ basket }) => {
  $('basket-count').textContent = basket.length;
};
onBasket(count);
count(shelfOf());

// — what the model says —

const show = ({ items }) => shelf.show(items.filter(({ id }) => productOf(id)));
predictor.on('prediction', show);
// The script tag runs first, so a prediction may exist already.
predictor.ready.then(() => show(predictor.getSnapshot()));

// — the panel: the library's own inspector, in the page instead of over it —

const inspector = $('inspector');
inspector.toggleAttribute('collapsed', matchMedia('(max-width: 67.99rem)').matches);
inspector.visits = [{ name: 'Replay a sample visit', play: replay }];
inspector.addEventListener('forget', emptyEverything);
predictor.on('consentchange', ({ tier, reason }) => {
  if (reason !== 'explicit call') return;
  rememberConsent(tier === 'off' ? 'denied' : tier);
  say(tier === 'persistent' ? 'The history is kept on this device.' : 'Less is kept now.');
});

open(true);
