import type { Sink, Source } from '../source.js';

const MARK = 'data-nextaisle';
const FIELDS = ['id', 'name', 'price', 'brand', 'category', 'quantity', 'query', 'list', 'order'];

/**
 * Elements that the shop has marked: `data-nextaisle="cart" data-nextaisle-id="SKU-1"`, with `-name`, `-price`,
 * `-brand`, `-category` (`Garden/Chairs`), `-quantity`, `-query`, `-list` and `-order` on the same element or on
 * the nearest element around it that has an id. A marked element counts when it is clicked;
 * `data-nextaisle="view"` counts when it is in the page. The page's own click is never touched.
 */
export function dom(root: Document): Source {
  return {
    name: 'dom',
    start(sink) {
      /** The id each marked element was counted for: a framework may show the next item in the same one. */
      const counted = new WeakMap<Element, string | undefined>();
      const click = (event: Event) => {
        // The path also sees into open shadow trees, where the target is only the host.
        const marked = event
          .composedPath()
          .find((node): node is Element => node instanceof Element && node.hasAttribute(MARK));
        if (marked && marked.getAttribute(MARK) !== 'view') report(marked, sink);
      };
      const update = () => {
        // Again, because `document.open()` removes every listener, though not the observer; twice is once.
        // While capturing, because the page may stop the event from bubbling.
        root.addEventListener('click', click, true);
        for (const element of root.querySelectorAll(`[${MARK}=view]`)) {
          const id = field(element, 'id');
          if (counted.get(element) === id) continue;
          counted.set(element, id);
          if (id) report(element, sink);
        }
      };
      const observer = new MutationObserver(update);
      observer.observe(root, {
        childList: true,
        subtree: true,
        attributeFilter: [MARK, `${MARK}-id`],
      });
      update();
      return () => {
        observer.disconnect();
        root.removeEventListener('click', click, true);
      };
    },
  };
}

function field(element: Element, name: string): string | undefined {
  const attribute = `${MARK}-${name}`;
  return (
    element.getAttribute(attribute) ??
    element.closest(`[${MARK}-id]`)?.getAttribute(attribute) ??
    undefined
  );
}

function report(element: Element, sink: Sink): void {
  const raw: Record<string, unknown> = { type: element.getAttribute(MARK) };
  for (const name of FIELDS) raw[name] = field(element, name);
  try {
    sink.event({ ...raw, item: raw.id && raw });
  } catch {
    sink.refuse('shape');
  }
}
