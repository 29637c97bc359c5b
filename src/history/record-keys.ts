/** Moment records are in the same store as the events, under keys that begin with `~`. */
export function isMomentKey(key: unknown): boolean {
  return String(key)[0] === '~';
}

export function isEventKey(input: unknown): input is string {
  return typeof input === 'string' && /^\d{18}-\w{8}$/.test(input);
}
