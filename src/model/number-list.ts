/** Whether untrusted data is a list of finite numbers, and of this length if one is given. */
export const isNumberList = (value: unknown, length?: number): value is number[] =>
  Array.isArray(value) &&
  value.every(Number.isFinite) &&
  (length === undefined || value.length === length);
