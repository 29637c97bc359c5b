/**
 * An object's own field: a script may have added fields to `Object.prototype`. Undefined for what is no
 * object.
 */
export const own = (of: unknown, name: PropertyKey): unknown =>
  Object.hasOwn(Object(of), name) ? Object(of)[name] : undefined;
