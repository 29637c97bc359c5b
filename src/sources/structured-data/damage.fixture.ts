/** What templates, themes and editors do to structured data, each with what it leaves of its meaning. */

type Pick = <T>(from: readonly T[]) => T;

interface Damage {
  /** Whether the product is still certain, or must be refused. */
  leaves: 'product' | 'nothing' | 'either';
  apply(text: string, pick: Pick): string;
}

const around =
  (before: string, after: string) =>
  (text: string): string =>
    before + text + after;

/** A place between two tokens of indented JSON: the start of one of its lines. */
function atLine(text: string, pick: Pick, piece: string): string {
  const lines = text.split('\n');
  const at = pick([...lines.keys()].slice(1));
  return [...lines.slice(0, at), piece + lines[at], ...lines.slice(at + 1)].join('\n');
}

/** Inside a text that is no id: `description` is in every product here. */
const inText = (text: string, piece: string) =>
  text.replace(/("description": "[^"\n]{3})/, (all) => all + piece);

/** Those that may be applied to the text in this order, one after another. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  'a line break in a text': { leaves: 'product', apply: (text) => inText(text, '\n') },
  'control characters in a text': {
    leaves: 'product',
    apply: (text) => inText(text, '\t\f\u0001'),
  },
  'a wrong escape': { leaves: 'product', apply: (text) => inText(text, "\\'\\x") },
  'quotation marks in a text': { leaves: 'either', apply: (text) => inText(text, '"big" ') },
  'commas before brackets': {
    leaves: 'product',
    apply: (text) => text.replace(/\n(\s*[}\]])/g, ',\n$1'),
  },
  'a comma missing': {
    leaves: 'either',
    apply: (text, pick) => {
      const commas = [...text.matchAll(/,\n/g)].map(({ index }) => index);
      const at = commas.length ? pick(commas) : 0;
      return text.slice(0, at) + text.slice(at).replace(/^,/, '');
    },
  },
  'a line comment': {
    leaves: 'product',
    apply: (text, pick) => atLine(text, pick, '// the "name", } of it\n'),
  },
  'a block comment': {
    leaves: 'product',
    apply: (text, pick) => atLine(text, pick, '/* {"sku": "no"} */'),
  },
  'an HTML comment': {
    leaves: 'product',
    apply: (text, pick) => atLine(text, pick, '<!-- "sku": "no", -->'),
  },
  'keys without marks': { leaves: 'product', apply: (text) => text.replace(/"(\w+)":/g, '$1:') },
  'keys with single marks': {
    leaves: 'product',
    apply: (text) => text.replace(/"(@?\w+)":/g, "'$1':"),
  },
  'a bracket less': { leaves: 'nothing', apply: (text) => text.replace(/[}\]]\s*$/, '') },
  'cut off': {
    leaves: 'nothing',
    apply: (text, pick) => text.slice(0, Math.floor(text.length * pick([0.2, 0.5, 0.7, 0.9]))),
  },
  'a mark less': {
    leaves: 'nothing',
    apply: (text, pick) => {
      const marks = [...text.matchAll(/(?<!\\)"/g)].map(({ index }) => index);
      const at = pick(marks);
      return text.slice(0, at) + text.slice(at + 1);
    },
  },
  'an unfilled template': {
    leaves: 'nothing',
    apply: (text, pick) => atLine(text, pick, '{{ product.extra }}'),
  },
  'a warning of PHP': {
    leaves: 'nothing',
    apply: around('<br />\n<b>Warning</b>: Undefined index\n', ''),
  },
  'a bracket more': { leaves: 'product', apply: around('', '\n}') },
  'a semicolon': { leaves: 'product', apply: around('', ';') },
  'a comma at the end': { leaves: 'product', apply: around('', ',\n') },
  'a second copy': { leaves: 'product', apply: (text) => `${text}\n${text}` },
  CDATA: { leaves: 'product', apply: around('//<![CDATA[\n', '\n//]]>') },
  'CDATA in XML': { leaves: 'product', apply: around('<![CDATA[', ']]>') },
  'a comment around it': { leaves: 'product', apply: around('<!--\n', '\n-->') },
  'a comment before it': { leaves: 'product', apply: around('<!-- Product by a plugin -->\n', '') },
  'a byte order mark': { leaves: 'product', apply: around('\uFEFF', '') },
  'an escape to HTML': {
    leaves: 'either',
    apply: (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  },
};
