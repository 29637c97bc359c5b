type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Runs `around` in place of every call of `target[name]`. Throws where the method cannot be replaced.
 * @param around is given the arguments, the call itself, whose result it must return, and the `this`
 *   of the call; it must not throw.
 * @returns the undo; a wrapper that somebody put around ours keeps working.
 */
export function wrapMethod(
  target: object,
  name: string,
  around: (args: unknown[], call: () => unknown, self: unknown) => unknown,
): () => void {
  const methods = target as Record<string, Method>;
  const hadOwn = Object.hasOwn(target, name);
  const inner = methods[name];
  let live = true;
  const wrapped: Method = function (...args) {
    const call = () => inner.apply(this, args);
    return live ? around(args, call, this) : call();
  };
  methods[name] = wrapped;
  return () => {
    live = false;
    if (methods[name] !== wrapped) return;
    if (hadOwn) methods[name] = inner;
    else delete methods[name];
  };
}

/** The same; a method that the page has frozen is left as it is. */
export const tryWrapMethod: typeof wrapMethod = (...args) => {
  try {
    return wrapMethod(...args);
  } catch {
    return () => {};
  }
};
