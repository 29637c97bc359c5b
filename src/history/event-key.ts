/**
 * Keys such as `000001700000000000-0001k3f9`: time in ms, a counter of this tab, and random digits that
 * keep two tabs apart. So they sort by time, then by the order of writing.
 * @returns makes the key of a time; it sorts after `after`.
 */
export function createEventKeys(random: () => number): (ts: number, after?: string) => string {
  let count = 0;
  const digits = (value: number, length: number) => value.toString(36).padStart(length, '0');
  return (ts, after = '') => {
    const end = `-${digits(count++ % 36 ** 4, 4)}${digits(Math.floor(random() * 36 ** 4), 4)}`;
    const key = (at: number) => String(at).padStart(18, '0') + end;
    return key(ts) > after ? key(ts) : key(Number.parseInt(after, 10) + 1);
  };
}
