import { plain } from './node-fields.js';
import { isReadable, typesOf } from './schema-org.js';

/** Structured data in attributes, microdata and RDFa, brought into the form of JSON-LD. */

const MAX_PROPERTIES = 300;
const MAX_CHARS = 2000;
const MAX_DEPTH = 4;

/** Scopes that may be read. */
export const SCOPES = '[itemscope][itemtype*="schema.org/" i],[typeof]';

/** https://html.spec.whatwg.org/multipage/microdata.html and https://www.w3.org/TR/rdfa-lite/ */
const MICRODATA = { scope: '[itemscope]', type: 'itemtype', name: 'itemprop', id: ['itemid'] };
const RDFA = { scope: '[typeof]', type: 'typeof', name: 'property', id: ['resource', 'about'] };

const dialectOf = (scope: Element) => (scope.matches(MICRODATA.scope) ? MICRODATA : RDFA);

const typeOf = (scope: Element) => scope.getAttribute(dialectOf(scope).type) ?? '';

/** Whether a scope is a product or a list, and not part of another. */
export function isOutermost(scope: Element): boolean {
  const isRead = (one: Element) => isReadable(typesOf({ '@type': typeOf(one) }));
  if (!isRead(scope)) return false;
  for (let up = scope.parentElement?.closest(SCOPES); up; up = up.parentElement?.closest(SCOPES))
    if (isRead(up)) return false;
  return true;
}

/** One scope as a node; scopes inside it are nodes of their own. */
export function scopeNode(scope: Element, depth = 0): Record<string, unknown> {
  const dialect = dialectOf(scope);
  const node: Record<string, unknown> = Object.create(null);
  node['@type'] = typeOf(scope);
  for (const name of dialect.id) node['@id'] ??= scope.getAttribute(name) ?? undefined;
  const referred = (scope.getAttribute('itemref') ?? '').split(/\s+/, 20);
  const roots = referred.flatMap((id) => (id && scope.ownerDocument.getElementById(id)) || []);
  let left = MAX_PROPERTIES;
  for (const root of [scope, ...roots]) {
    const inside = [...root.querySelectorAll(`[${dialect.name}]`)];
    for (const element of root === scope ? inside : [root, ...inside]) {
      const owner = element.parentElement?.closest(dialect.scope);
      // What `itemref` names may lie anywhere.
      const isOwn = owner === scope || (root !== scope && !(owner && root.contains(owner)));
      if (!isOwn || left-- <= 0) continue;
      const isScope = element.matches(dialect.scope);
      if (isScope && depth >= MAX_DEPTH) continue;
      const names = (element.getAttribute(dialect.name) ?? '').split(/\s+/, 20);
      for (const name of names) {
        if (!name) continue;
        const value = isScope ? scopeNode(element, depth + 1) : propertyOf(element, name);
        const before = node[name];
        if (before === undefined) node[name] = value;
        else node[name] = Array.isArray(before) ? [...before, value] : [before, value];
      }
    }
  }
  return node;
}

/** Properties that are addresses; a link that is named anything else is meant for its text. */
const ADDRESS = /(^|[/#:])(url|contentUrl|image|item|availability|itemCondition|mainEntityOfPage)$/;

function propertyOf(element: Element, name: string): string | undefined {
  const isAddress = ADDRESS.test(name) || /^(LINK|META)$/.test(element.nodeName);
  const names = [
    'content',
    'value',
    'datetime',
    'data',
    ...(isAddress ? ['href', 'data-src', 'src'] : []),
  ];
  for (const attribute of names) {
    const value = element.getAttribute(attribute);
    if (value) return value.slice(0, MAX_CHARS);
  }
  return plain(element.textContent?.slice(0, MAX_CHARS)) as string | undefined;
}
