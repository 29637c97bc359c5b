/**
 * Loads once, at the first call of `get`; after a failure the next call loads again.
 * @returns `get`, and `started`: the load so far, undefined before the first call of `get`.
 */
export function loadOnce<T>(
  load: () => Promise<T>,
): [get: () => Promise<T>, started: () => Promise<T> | undefined] {
  let loading: Promise<T> | undefined;
  const get = () => {
    loading ??= load().catch((thrown) => {
      loading = undefined;
      throw thrown;
    });
    return loading;
  };
  return [get, () => loading];
}
