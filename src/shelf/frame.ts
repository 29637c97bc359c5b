import type { LanguageStatus } from '../prediction/spoken.js';

/**
 * Heights come from lines of text (`lh`) and the square of the picture, not from a card's content: a filled
 * place is as high as a free one, so filling the shelf moves nothing below it.
 */
const STYLE = `:host{display:block;min-height:var(--nextaisle-height,auto)}
slot{display:block;grid-area:1/1;min-width:0}div{display:grid}
:host([hidden]),[hidden]{display:none}
h2{font:inherit;font-weight:600;margin:0 0 .75em}
ul,::slotted(ul){display:grid;grid-template-columns:repeat(var(--nextaisle-columns,auto-fill),minmax(min(var(--nextaisle-card-width,9rem),100%),1fr));gap:var(--nextaisle-gap,1rem);list-style:none;margin:0;padding:0}
a{display:grid;grid-template-columns:minmax(0,1fr);gap:.3em;color:inherit;text-decoration:none}
a:focus-visible{outline:2px solid;outline-offset:2px}
img{display:block;width:100%;aspect-ratio:1;object-fit:contain}
bdi,small{text-align:-webkit-match-parent;text-align:match-parent;min-height:1lh;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
[part=name]{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;height:2lh;white-space:normal;overflow-wrap:anywhere}
small{opacity:.8}`;

/** The name of a list without a heading, for screen readers. */
const LABEL = 'Recommended products';

/** The parts of a shelf that stay while cards come and go. */
export interface Frame {
  heading: HTMLElement;
  /** Fallback content of the `heading` slot. */
  title: HTMLElement;
  list: HTMLElement;
  empty: HTMLElement;
}

/**
 * Built by the DOM's methods: Trusted Types refuse markup as text.
 * @param light puts the list into the page's own tree, where its CSS reaches it.
 */
export function createFrame(host: HTMLElement, light: boolean): Frame {
  const root = host.attachShadow({ mode: 'open' });
  addStyle(root, STYLE);
  const title = make(document, 'h2', { part: 'heading' });
  const heading = make(document, 'slot', { name: 'heading', id: 'heading' }, title);
  // Safari does not announce a list without bullets as a list (https://bugs.webkit.org/show_bug.cgi?id=170179).
  const list = make(document, 'ul', { part: 'items', role: 'list' });
  const items = make(document, 'slot', { name: 'items' });
  const empty = make(document, 'slot', { name: 'empty' });
  if (light) {
    list.slot = 'items';
    host.append(list);
  } else items.append(list);
  root.append(heading, make(document, 'div', {}, items, empty));
  return { heading, title, list, empty };
}

/** Sets the heading and the name of the list, and shows either the list or the `empty` slot. */
export function nameFrame(
  frame: Frame,
  host: HTMLElement,
  isFilled: boolean,
  language: LanguageStatus | undefined,
): void {
  const { heading, title, list, empty } = frame;
  title.textContent = host.getAttribute('heading');
  title.hidden = !title.textContent;
  // Not `hidden`: an empty shelf is as high as a filled one.
  for (const part of [heading, list]) {
    part.style.visibility = isFilled ? '' : 'hidden';
    // The page decides where lines begin; where it does not, the language does.
    part.dir = (!host.closest('[dir]') && language?.dir) || '';
  }
  empty.hidden = isFilled;
  const slotted = host.querySelector(':scope > [slot=heading]');
  // `aria-labelledby` cannot refer into the shadow root from a list in the page's tree.
  const heard = (slotted ?? title).textContent?.trim();
  const inPage = list.slot || !heard ? heard || (language?.label ?? LABEL) : null;
  const name = host.getAttribute('aria-label') ?? inPage;
  if (name) list.setAttribute('aria-label', name);
  else list.setAttribute('aria-labelledby', heading.id);
}

export function addStyle(root: ShadowRoot, css: string): void {
  try {
    // A `<style>` is refused under `style-src 'self'`.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Safari before 16.4 has no constructed style sheets.
    root.append(make(document, 'style', {}, css));
  }
}

export function make(
  owner: Document,
  tag: string,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElement {
  const element = owner.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}
