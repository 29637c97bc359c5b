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
import { createPanel } from './panel.js';
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
const panel = createPanel();

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
    say('In your basket.');
    button.outerHTML = '<a class="button" href="#/basket">In your basket</a>';
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

const eventsShown = new Set();

async function showEvents() {
  const { events } = await predictor.exportData();
  const keys = events.map(({ ts, type, item }) => `${ts} ${type} ${item}`);
  // Events were forgotten: draw the list anew.
  if ([...eventsShown].some((key) => !keys.includes(key))) {
    panel.noEvents();
    eventsShown.clear();
  }
  events.forEach((event, i) => {
    if (!eventsShown.has(keys[i])) panel.event(event, eventsShown.size > 0);
  });
  for (const key of keys) eventsShown.add(key);
  panel.count(events.length);
  return events.length;
}

const STORES = {
  indexeddb: 'kept on this device (IndexedDB)',
  memory: 'in memory only',
  none: 'nothing',
};

function showFacts({ backend, ms }) {
  const { engine, model, store, consent, events } = predictor.status();
  const refused = Object.values(events.refused).reduce((sum, count) => sum + count, 0);
  panel.facts([
    ['engine', backend === 'none' ? 'none yet' : `${backend}, ${ms.toFixed(1)} ms this time`],
    ['because', engine.reason],
    ['model', model.name ? `${model.name} ${model.version}` : model.source],
    ...(model.error ? [['trouble', model.error.message]] : []),
    ['history', `${store.kept} ${STORES[store.kind] ?? store.kind}`],
    ...(store.reason ? [['', store.reason]] : []),
    ['consent', `${consent.tier}: ${consent.reason}`],
    ['events', `${events.accepted} taken, ${refused} refused`],
  ]);
  panel.consent(consent.tier === 'persistent');
}

let latest;

async function show(prediction) {
  latest = prediction;
  const items = prediction.items.filter(({ id }) => productOf(id));
  shelf.show(items);
  // In a task of its own, so that the shop renders first.
  await new Promise((next) => setTimeout(next));
  if (prediction !== latest) return;
  showFacts(prediction);
  // Without events there is nothing to show.
  if (await showEvents()) panel.prediction(prediction, items);
  else panel.nothing();
}

predictor.on('prediction', show);
// The script tag runs first, so a prediction may exist already.
predictor.ready.then(() => show(predictor.getSnapshot()));
for (const name of ['backendchange', 'consentchange']) {
  predictor.on(name, () => showFacts(predictor.getSnapshot()));
}

// — levers —

for (const button of document.querySelectorAll('[data-consent]')) {
  button.addEventListener('click', () => {
    const { consent } = button.dataset;
    rememberConsent(consent);
    predictor.consent(consent);
    say(consent === 'granted' ? 'The history is kept on this device.' : 'Nothing is kept.');
  });
}

$('forget').addEventListener('click', async () => {
  emptyEverything();
  await predictor.forget('all');
  say('Forgotten.');
});

let stop;
$('replay').addEventListener('click', () => {
  const end = () => {
    stop = undefined;
    $('replay').textContent = 'Replay a sample visit';
    $('replay').setAttribute('aria-pressed', 'false');
  };
  if (stop) {
    stop();
    end();
    return;
  }
  $('replay').textContent = 'Stop the replay';
  $('replay').setAttribute('aria-pressed', 'true');
  stop = replay(end);
});

open(true);
