import type { Page } from 'playwright-core';

/** Words of our English that are words of neither German nor Chinese. */
const ENGLISH =
  /\b(the|of|and|is|are|with|that|what|it|this|visits?|cart|views?|buys?|next|products?|events?|more|than|shelf|before|never|loading|reading|trained|likely|checkout)\b/i;

/** A text with places for values as what it looks like once they are set; undefined for one without words. */
function shapeOf(text: string): RegExp | undefined {
  const literal = text.replace(/\{[^}]*\}/g, '');
  if (!/[a-z]{3}/i.test(literal)) return undefined;
  const parts = text.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

/** Everything that is shown or read out, but for what is marked as of another language. */
const shown = (page: Page, host: string): Promise<string[]> =>
  page.evaluate((selector) => {
    const root = (selector && document.querySelector(selector)?.shadowRoot) || document;
    const texts = new Set<string>();
    const isLeft = (one: Element | null) =>
      !one ||
      !!one.closest('code, pre, script, style, [hidden], textarea') ||
      ![null, document.documentElement.lang].includes(
        one.closest('[lang]')?.getAttribute('lang') ?? null,
      );
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!isLeft(node.parentElement)) texts.add(node.textContent?.trim() ?? '');
    }
    for (const one of root.querySelectorAll('[aria-label], [title], [label], [placeholder]')) {
      if (isLeft(one)) continue;
      for (const name of ['aria-label', 'title', 'label', 'placeholder'])
        texts.add(one.getAttribute(name) ?? '');
    }
    return [...texts].filter(Boolean);
  }, host);

/**
 * @param table texts of the language by their English.
 * @param host an element whose shadow root is looked into instead of the page.
 * @returns what of a page is English.
 */
export async function englishLeft(
  page: Page,
  table: Readonly<Record<string, string>>,
  host = '',
): Promise<string[]> {
  const shapes = Object.entries(table).flatMap(([english, text]) =>
    english === text ? [] : (shapeOf(english) ?? []),
  );
  // An id is a name, whatever words are in it, and `item=sku` is code.
  const isEnglish = (text: string) =>
    ENGLISH.test(text.replace(/\b[a-z]+(-[a-z]+)+\b|\b\w+=\w+/g, ''));
  return (await shown(page, host)).filter(
    (text) => isEnglish(text) || shapes.some((shape) => shape.test(text)),
  );
}
