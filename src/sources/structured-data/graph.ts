import { type Fields, isObject } from '../../events/parse-field.js';
import { first, ID_FIELDS, listOf } from './node-fields.js';

/** Among these are all fields that are read: reviews, shipping and returns would only fill memory. */
const KEPT =
  /^@|id$|sku|gtin|isbn|mpn|identif|name|product|variant|brand|manufact|categor|url|image|offer|price|eligible|value|valid|availab|condition|main|item|position|quantity/i;
const MAX_OBJECTS = 5000;
const MAX_LIST = 1000;
const MAX_DEPTH = 16;

export type SchemaNode = Record<string, unknown>;

/**
 * Documents of one page as one graph. Names lose their prefix (`schema:name`, `https://schema.org/name`),
 * `@value`, `@list` and `@set` give way to what is in them, and nodes of the same `@id` become one, so that
 * a reference is what it refers to. There may be circles.
 * https://www.w3.org/TR/json-ld11/
 * @param base the address of the page: `#product` is part of it.
 */
export function createGraph(base: string) {
  const byId = new Map<string, SchemaNode>();
  let objects = 0;
  let cut = false;

  const tidy = (input: unknown, depth: number): unknown => {
    if (!isObject(input)) return input;
    if (depth > MAX_DEPTH || objects >= MAX_OBJECTS) {
      cut = true;
      return undefined;
    }
    if (Array.isArray(input)) {
      cut ||= input.length > MAX_LIST;
      return input.slice(0, MAX_LIST).map((one) => tidy(one, depth + 1));
    }
    objects++;
    const inside = input['@value'] ?? input['@list'] ?? input['@set'];
    if (inside !== undefined) return tidy(inside, depth + 1);
    const node: SchemaNode = Object.create(null);
    const keys = Object.keys(input);
    node['@keys'] = keys.slice(0, 30);
    for (const key of keys) {
      const plain = key.replace(/^[^@].*[/#:]/, '');
      // The context of schema.org has `type` and `id` for these two; a plain `id` is the product's.
      const isAlias = plain === 'type' || (plain === 'id' && /[/#:]/.test(String(input[key])));
      const name = isAlias ? `@${plain}` : plain;
      if (KEPT.test(name)) node[name] ??= tidy(input[key], depth + 1);
    }
    const id = node['@id'];
    return typeof id === 'string' && id ? known(id, node) : node;
  };
  /** The node of that name, with what this one adds. */
  const known = (id: string, node: SchemaNode): SchemaNode => {
    const address = URL.canParse(id, base) ? new URL(id, base).href : id;
    const before = byId.get(address);
    if (!before) byId.set(address, node);
    // A template may give all products of a list the same.
    if (!before || differ(before, node, [...ID_FIELDS, 'productGroupID', 'name'])) return node;
    for (const key of ['@type', '@keys'])
      before[key] = [...new Set([...listOf(before[key]), ...listOf(node[key])])];
    for (const key in node) before[key] ??= node[key];
    return before;
  };
  return {
    /** @returns the document in the form that the readers take. */
    add: (document: unknown): unknown => tidy(document, 0),
    resolve: (id: unknown): SchemaNode | undefined =>
      typeof id === 'string' && URL.canParse(id, base)
        ? byId.get(new URL(id, base).href)
        : undefined,
    /** Whether something was left out, because there is too much of it. */
    isCut: () => cut,
  };
}

/** Whether both say something of a field, and not the same. */
export function differ(a: Fields, b: Fields, fields: readonly string[]): boolean {
  return fields.some((field) => {
    const [one, other] = [first(a[field]), first(b[field])];
    return one != null && other != null && String(one) !== String(other);
  });
}
