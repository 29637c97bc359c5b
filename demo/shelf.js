import { productOf } from './catalog.js';
import { card } from './pages.js';

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

const EMPTY = '<li class="empty">Look at something, and this fills up.</li>';

/** The shelf: one element that is moved from page to page. */
export function createShelf(say) {
  const element = document.createElement('section');
  element.className = 'shelf';
  element.setAttribute('aria-labelledby', 'shelf-title');
  element.innerHTML = `<div class="row-title"><h2 id="shelf-title">Next for you</h2><p>worked out in this page</p></div>
    <ol>${EMPTY}</ol>`;
  const list = element.querySelector('ol');
  const entries = new Map();
  let shown = '';

  function entryOf({ id, reasons }) {
    let entry = entries.get(id);
    if (!entry) {
      entry = document.createElement('li');
      entry.dataset.id = id;
      entry.innerHTML = card(productOf(id), '<span class="why"></span>');
      entries.set(id, entry);
    }
    entry.querySelector('.why').textContent = reasons[0]?.text ?? '';
    return entry;
  }

  /** Cards slide from their old place to the new one (FLIP: first, last, invert, play). */
  function moveTo(next) {
    const before = new Map([...list.children].map((node) => [node, node.getBoundingClientRect()]));
    const focused = document.activeElement;
    list.replaceChildren(...next);
    if (list.contains(focused)) focused.focus();
    if (reducedMotion.matches) return;
    for (const node of next) {
      const was = before.get(node);
      if (!was) {
        node.animate([{ opacity: 0, transform: 'translateY(10px)' }, {}], 260);
        continue;
      }
      const now = node.getBoundingClientRect();
      const x = was.left - now.left;
      const y = was.top - now.top;
      if (x || y) {
        node.animate([{ transform: `translate(${x}px, ${y}px)` }, {}], {
          duration: 420,
          easing: 'cubic-bezier(.2,.8,.3,1)',
        });
      }
    }
  }

  return {
    /** Moves the shelf to the place marked in the page, or removes it. */
    place(page) {
      const spot = page.querySelector('[data-shelf]');
      if (spot) spot.replaceWith(element);
    },
    /** @param items the items of a prediction, best first, all of them in the demo's catalog. */
    show(items) {
      const next = items.map(entryOf);
      const now = items.map(({ id }) => id).join();
      if (now === shown) return;
      shown = now;
      if (!items.length) {
        list.innerHTML = EMPTY;
        return;
      }
      moveTo(next);
      const names = items.slice(0, 3).map(({ id }) => productOf(id).name);
      say(`Next for you: ${names.join(', ')}.`);
    },
  };
}
