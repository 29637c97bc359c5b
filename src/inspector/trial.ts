import type { RankRules } from '../prediction/rank.js';
import type { Trial } from './context.js';
import type { Inspected } from './predictors.js';
import { attributesOf, rulesAsCode, shelfAsCode } from './rules-as-code.js';

type Attributes = ReturnType<typeof attributesOf>;

/** The rules of a predictor and of the shelves of the page, as they were and as they are tried. */
export interface PageTrial extends Trial {
  /** The lines that make it last. */
  code(): string[];
  isChanged(): boolean;
  reset(): void;
}

/**
 * Changes rules on the page as it stands. A shelf has rules of its own, its attributes: what is tried is
 * set there too.
 * @param onChange after each change, for what shows the rules.
 */
export function createTrial(inspected: Inspected, name: string, onChange: () => void): PageTrial {
  const { settings, predictor } = inspected;
  const original = settings.rules;
  const shelves = new Map<Element, Attributes>();

  const apply = (rules: RankRules) => {
    settings.rules = rules;
    const { state } = predictor.status();
    // It asks for a prediction; a pause stays.
    if (state === 'ready' || state === 'loading') predictor.resume();
    onChange();
  };
  const setAttributes = (shelf: Element, attributes: Attributes) => {
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value === undefined) shelf.removeAttribute(attribute);
      else if (shelf.getAttribute(attribute) !== value) shelf.setAttribute(attribute, value);
    }
  };
  const change = (rules: RankRules) => {
    const [before, after] = [attributesOf(original), attributesOf(rules)];
    for (const shelf of document.querySelectorAll('nextaisle-shelf')) {
      const had = Object.fromEntries(
        Object.keys(after).map((one) => [one, shelf.getAttribute(one) ?? undefined]),
      );
      const own = shelves.get(shelf) ?? had;
      shelves.set(shelf, own);
      const next = { ...own };
      for (const attribute of Object.keys(after))
        if (after[attribute] !== before[attribute]) next[attribute] = after[attribute];
      if (after.exclude !== before.exclude) next.exclude = joined(own.exclude, before, after);
      setAttributes(shelf, next);
    }
  };

  return {
    rules: () => settings.rules,
    set(rules) {
      change(rules);
      apply(rules);
    },
    isChanged: () => settings.rules !== original,
    code: () =>
      settings.rules === original
        ? []
        : [
            name === 'predictor'
              ? `createPredictor({ rules: ${rulesAsCode(settings.rules)} })`
              : `${name}('init', { rules: ${rulesAsCode(settings.rules)} })`,
            ...[...shelves.keys()].filter((one) => one.isConnected).map(shelfAsCode),
          ],
    reset() {
      for (const [shelf, own] of shelves) setAttributes(shelf, own);
      shelves.clear();
      apply(original);
    },
  };
}

/** A shelf's own words, less those that were taken away, and those that were added. */
function joined(own: string | undefined, before: Attributes, after: Attributes) {
  const words = (text: string | undefined) => text?.split(/[\s,]+/).filter(Boolean) ?? [];
  const [had, has] = [words(before.exclude), words(after.exclude)];
  const kept = words(own).filter((word) => has.includes(word) || !had.includes(word));
  return (
    [...new Set([...kept, ...has.filter((word) => !had.includes(word))])].join(' ') || undefined
  );
}
