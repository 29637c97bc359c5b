import { draw } from './art/index.js';
import { shelfOf } from './basket.js';
import { catalog, categories, euro, itemOf, productOf } from './catalog.js';
import { room } from './scene.js';

/** The shopper's search text is the only text here that is not ours. */
const plain = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export const card = (product, more = '') => `
  <a class="card" href="${product.url}" data-tone="${product.tone}">
    <figure>${draw(product)}</figure>
    <strong>${product.name}</strong>
    <small><span>${product.brand}</span><span class="price">${euro(product.price)}</span></small>
    ${more}
  </a>`;

const grid = (products) =>
  `<ul class="grid">${products.map((product) => `<li>${card(product)}</li>`).join('')}</ul>`;

/** Marks where the page puts the shelf. */
const SHELF = '<div data-shelf></div>';

const NEW_IN = ['rain-teapot', 'evening-rocker', 'ridge-backpack', 'opal-pendant', 'monstera'];

function home() {
  const departments = categories
    .map(({ id, name, note, tone }) => {
      const face = catalog.filter((product) => product.slug === id)[tone === 'sky' ? 5 : 4];
      return `<li><a class="department" href="#/c/${id}" data-tone="${tone}">
        <span><strong>${name}</strong><small>${note}</small></span>${draw(face)}</a></li>`;
    })
    .join('');
  return {
    title: 'Fernholm',
    html: `
    <section class="hero">
      <div class="hero-words">
        <h1>Quiet things for house and hillside.</h1>
        <p>Sixty of them, from seven small workshops.</p>
      </div>
      ${room()}
    </section>
    ${SHELF}
    <div class="row-title"><h2>Departments</h2></div>
    <ul class="departments">${departments}</ul>
    <div class="row-title"><h2>New this week</h2></div>
    ${grid(NEW_IN.map(productOf))}`,
  };
}

function category(slug) {
  const found = categories.find(({ id }) => id === slug);
  if (!found) return missing();
  const products = catalog.filter((product) => product.slug === slug);
  return {
    title: found.name,
    track: ['category', found.name],
    html: `
    <h1 class="page-title">${found.name}</h1>
    <p class="page-note first">${found.note}</p>
    ${grid(products)}
    ${SHELF}`,
  };
}

function product(id) {
  const found = productOf(id);
  if (!found) return missing();
  const { basket, saved } = shelfOf();
  const [top, kind] = found.category;
  return {
    title: found.name,
    track: ['click', itemOf(found)],
    html: `
    <article class="product" data-tone="${found.tone}">
      <figure>${draw(found, { labelled: true })}</figure>
      <div>
        <p class="crumbs"><a href="#/c/${found.slug}">${top}</a> / ${kind}</p>
        <h1>${found.name}</h1>
        <p class="price">${euro(found.price)}</p>
        <p class="text">${found.text}</p>
        <div class="buttons">
          ${
            basket.includes(id)
              ? '<a class="button" href="#/basket">In your cart</a>'
              : `<button class="button" type="button" data-nextaisle="cart" data-nextaisle-id="${id}" data-do="add">Add to cart</button>`
          }
          <button class="button quiet" type="button" data-do="save" data-id="${id}" aria-pressed="${saved.includes(id)}">${saved.includes(id) ? 'Saved' : 'Save for later'}</button>
        </div>
        <dl class="details">
          <dt>Maker</dt><dd>${found.brand}</dd>
          <dt>Delivery</dt><dd>Three days, by bicycle where we can</dd>
          <dt>Returns</dt><dd>Whenever you like</dd>
        </dl>
      </div>
    </article>
    ${SHELF}`,
  };
}

const total = (ids) => euro(ids.reduce((sum, id) => sum + productOf(id).price, 0));

function basketPage() {
  const { basket } = shelfOf();
  const lines = basket
    .map(productOf)
    .map(
      (found) => `<li data-tone="${found.tone}">
        <figure>${draw(found)}</figure>
        <p><a href="${found.url}">${found.name}</a><small>${found.brand}</small></p>
        <span class="price">${euro(found.price)}</span>
        <button class="text-button" type="button" data-do="remove" data-id="${found.id}">Remove<span class="sr"> ${found.name}</span></button>
      </li>`,
    )
    .join('');
  return {
    title: 'Cart',
    html: `
    <h1 class="page-title">Your cart</h1>
    ${
      lines
        ? `<ul class="lines">${lines}</ul>
           <p class="total">Together <strong>${total(basket)}</strong> <a class="button" href="#/checkout">Go to checkout</a></p>`
        : '<p class="page-note">Nothing in it yet.</p>'
    }
    ${SHELF}`,
  };
}

function checkout() {
  const { basket } = shelfOf();
  if (!basket.length) return basketPage();
  return {
    title: 'Checkout',
    track: ['checkout'],
    html: `
    <h1 class="page-title">Checkout</h1>
    <p class="page-note">${basket.length} ${basket.length > 1 ? 'things' : 'thing'}, ${total(basket)}. This is a demo: leave it all empty if you like.</p>
    <form class="address" data-do="order">
      <label>Name <input name="name" autocomplete="off" /></label>
      <label>Street and house <input name="street" autocomplete="off" /></label>
      <label>Town <input name="town" autocomplete="off" /></label>
      <button class="button" type="submit">Place the order</button>
    </form>`,
  };
}

const thanks = () => ({
  title: 'Thank you',
  html: `<h1 class="page-title">Thank you.</h1>
    <p class="page-note">Nothing will arrive, but the model has learnt what you keep.</p>${SHELF}`,
});

function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = catalog.filter(({ name, brand, category: path, text }) => {
    const all = [name, brand, ...path, text].join(' ').toLowerCase();
    return words.every((word) => all.includes(word.replace(/s$/, '')));
  });
  return {
    title: 'Search',
    track: ['search', query],
    html: `<h1 class="page-title">${found.length || 'Nothing'} for “${plain(query)}”</h1>
      <p class="page-note first">Everything that mentions it.</p>${grid(found)}${SHELF}`,
  };
}

const missing = () => ({
  title: 'Not here',
  html: `<h1 class="page-title">That is not on our shelves.</h1><p class="page-note"><a href="#/">Back to the start</a></p>${SHELF}`,
});

const PAGES = { c: category, p: product, basket: basketPage, checkout, thanks, s: search };

/** The page of a hash: `{ title, html, track? }`; `track` is the event that opening it counts as. */
export function pageOf(hash) {
  const [, name = '', rest = ''] = hash.split('/');
  if (!name) return home();
  let word = '';
  try {
    word = decodeURIComponent(rest);
  } catch {
    // A malformed escape names no product.
  }
  return Object.hasOwn(PAGES, name) ? PAGES[name](word) : missing();
}
