/** Something that is loaded when it is first asked for, once; after a failure, at the next asking again. */
export interface LoadOnce<T> {
  get(): Promise<T>;
  /** What is loaded or on its way; asks for nothing. */
  started(): Promise<T> | undefined;
}

export function loadOnce<T>(load: () => Promise<T>): LoadOnce<T> {
  let loading: Promise<T> | undefined;
  return {
    get() {
      loading ??= load().catch((thrown) => {
        loading = undefined;
        throw thrown;
      });
      return loading;
    },
    started: () => loading,
  };
}
