/**
 * Keys sort by time, then by the order of writing in one tab; the random end keeps two tabs apart.
 * @returns `000001700000000000-0001k3f9`
 */
export function createEventKeys(random: () => number): (ts: number) => string {
  let count = 0;
  const digits = (value: number, length: number) => value.toString(36).padStart(length, '0');
  return (ts) =>
    `${String(ts).padStart(18, '0')}-${digits(count++ % 36 ** 4, 4)}${digits(Math.floor(random() * 36 ** 4), 4)}`;
}

export function isEventKey(input: unknown): input is string {
  return typeof input === 'string' && /^\d{18}-\w{8}$/.test(input);
}
