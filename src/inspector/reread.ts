/**
 * Reads what the predictor says in English back into a text with values, and says it in another language.
 * @param reasons texts of that language by their English, with places for values.
 */
export function rereader(reasons: Readonly<Record<string, string>>) {
  const shapes = Object.entries(reasons).map(([english, own]) => {
    const parts = english
      .split(/\{\w+\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    return { shape: new RegExp(`^${parts.join('(.+?)')}$`), names, own };
  });
  return function reread(text: string): string | undefined {
    for (const { shape, names, own } of shapes) {
      const found = shape.exec(text.slice(0, 500));
      if (!found) continue;
      const value = (name: string) => found[names.indexOf(name) + 1] ?? '';
      // A value may be such a text itself: why consent is what it is.
      return own.replace(/\{(\w+)\}/g, (_, name) => reread(value(name)) ?? value(name));
    }
    return undefined;
  };
}
