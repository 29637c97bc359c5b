/** JSON of plain data, as if nobody had put `toJSON` on `Array.prototype` or `String.prototype`: Prototype.js does. */
export const jsonOf = (value: unknown): string =>
  // What is returned here is not asked for `toJSON` again.
  JSON.stringify(value, function (this: Record<string, unknown>, key) {
    return this[key];
  });
