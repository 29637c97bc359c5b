import {
  addToBasket,
  buyBasket,
  onBasket,
  removeFromBasket,
  shelfOf,
  toggleSaved,
} from './basket.js';
import { categories, productOf } from './catalog.js';
import { pageOf } from './pages.js';
import { placeShelf } from './shelf.js';
import { $, say } from './page.js';

const main = $('main');

/** The page is drawn before the script tag has run: until then calls wait in the queue. */
const track = (...event) => window.nextaisle.q.push(['track', ...event]);

// — pages —

$('aisles').innerHTML = categories
  .map(({ id, name }) => `<a href="#/c/${id}">${name}</a>`)
  .join('');

function open(first = false) {
  const page = pageOf(location.hash);
  main.innerHTML = page.html;
  placeShelf(main);
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
  if (page.track && !again) track(...page.track);
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
    if (saved) track('wishlist', id);
    button.setAttribute('aria-pressed', String(saved));
    button.textContent = saved ? 'Saved' : 'Save for later';
  },
  remove(button) {
    const { id } = button.dataset;
    removeFromBasket(id);
    track('remove', id);
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
  track('purchase', { order, items: shelfOf().basket });
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

open(true);
