/**
 * Loads when first asked, once; after a failure, at the next asking again.
 * @returns `get`, which asks, and `started`: what is loaded or on its way, without asking.
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
