// The shop's own basket, in session storage. It needs no consent: the shop works without a history.
const KEY = 'fernholm';

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

const { basket = [], bought = [], saved = [] } = stored();
let state = { basket, bought, saved };
const listeners = new Set();

function change(next) {
  state = { ...state, ...next };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Private mode: the basket lives as long as the page.
  }
  for (const listener of listeners) listener(state);
}

const without = (list, id) => list.filter((other) => other !== id);

/** Ids in the basket, bought and saved; each product at most once. */
export const shelfOf = () => state;
export const onBasket = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const addToBasket = (id) => change({ basket: [...without(state.basket, id), id] });
export const removeFromBasket = (id) => change({ basket: without(state.basket, id) });
export const toggleSaved = (id) =>
  change({ saved: state.saved.includes(id) ? without(state.saved, id) : [...state.saved, id] });
export const buyBasket = () =>
  change({ basket: [], bought: [...new Set([...state.bought, ...state.basket])] });
export const emptyEverything = () => change({ basket: [], bought: [], saved: [] });
