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

/** Everything that is shown or read out, but for what is marked as English. */
const shown = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const texts = new Set<string>();
    const isLeft = (one: Element | null) =>
      !one || !!one.closest('[lang]:not(html), code, pre, script, style, [hidden]');
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!isLeft(node.parentElement)) texts.add(node.textContent?.trim() ?? '');
    }
    for (const one of document.querySelectorAll('[aria-label], [title], [label]')) {
      if (isLeft(one)) continue;
      for (const name of ['aria-label', 'title', 'label']) texts.add(one.getAttribute(name) ?? '');
    }
    return [...texts].filter(Boolean);
  });

/** @param table texts of the language by their English. @returns what of a page is English. */
export async function englishLeft(page: Page, table: Record<string, string>): Promise<string[]> {
  const shapes = Object.entries(table).flatMap(([english, text]) =>
    english === text ? [] : (shapeOf(english) ?? []),
  );
  return (await shown(page)).filter(
    (text) => ENGLISH.test(text) || shapes.some((shape) => shape.test(text)),
  );
}
