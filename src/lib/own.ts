/**
 * An object's own field: a script may have added fields to `Object.prototype`. Undefined for what is no
 * object.
 */
export const own = (of: unknown, name: PropertyKey): unknown =>
  Object.hasOwn(Object(of), name) ? Object(of)[name] : undefined;

/** A view of an object in which only its own fields are seen; nothing is read before it is asked for. */
export const ownView = <Fields extends object>(of: Fields): Fields =>
  new Proxy(of, { get: own }) as Fields;

/** A copy that has an object's own fields and no others. */
export const ownCopy = <Fields extends object>(of: Fields | null | undefined): Fields =>
  Object.assign(Object.create(null), of);
