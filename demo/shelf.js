import { draw } from './art/index.js';
import { productOf } from './catalog.js';

/** A `<nextaisle-shelf>`, whose code the script tag brings; it hears predictions by itself. */
const SHELF = `
  <section class="shelf" aria-labelledby="shelf-title">
    <div class="row-title"><h2 id="shelf-title">Next for you</h2><p>worked out in this page</p></div>
    <nextaisle-shelf k="5" exclude="current in-cart purchased" light-dom aria-label="Next for you">
      <template>
        <a class="card" href="{{url}}">
          <shop-picture of="{{id}}"></shop-picture>
          <strong>{{name}}</strong>
          <small><span>{{brand}}</span><span class="price">{{price}}</span></small>
          <span class="why">{{reason}}</span>
        </a>
      </template>
      <p slot="empty">View a product, and this fills up.</p>
    </nextaisle-shelf>
  </section>`;

/** `<shop-picture of="rain-teapot">`: a drawn product, on the tile of its department. */
class ShopPicture extends HTMLElement {
  connectedCallback() {
    const product = productOf(this.getAttribute('of'));
    if (!product || this.firstChild) return;
    this.dataset.tone = product.tone;
    this.innerHTML = draw(product);
  }
}

customElements.define('shop-picture', ShopPicture);

/** Puts the shelf into the place marked in the page. */
export function placeShelf(page) {
  const spot = page.querySelector('[data-shelf]');
  if (spot) spot.outerHTML = SHELF;
}
