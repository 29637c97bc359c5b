type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Runs `around` in place of every call of `target[name]`. Throws if the method cannot be replaced.
 * @param around gets the arguments, the original call, whose result it must return, and the `this`
 *   of the call; it must not throw.
 * @returns the undo; a wrapper that another script put around ours keeps working.
 */
export function wrapMethod(
  target: object,
  name: string,
  around: (args: unknown[], call: () => unknown, self: unknown) => unknown,
): () => void {
  const methods = target as Record<string, Method>;
  const hadOwn = Object.hasOwn(target, name);
  const inner = methods[name];
  // A wrapper that cannot be taken out any more holds the page's method, and nothing of ours.
  let live: typeof around | undefined = around;
  const wrapped: Method = function (...args) {
    const call = () => inner.apply(this, args);
    return live ? live(args, call, this) : call();
  };
  if (hadOwn) methods[name] = wrapped;
  // Defined, not assigned: a page may have frozen the prototype.
  else Object.defineProperty(target, name, { value: wrapped, configurable: true, writable: true });
  return () => {
    live = undefined;
    if (methods[name] !== wrapped) return;
    if (hadOwn) methods[name] = inner;
    else delete methods[name];
  };
}

/** Like `wrapMethod`, but leaves a method alone that the page has frozen. */
export const tryWrapMethod: typeof wrapMethod = (...args) => {
  try {
    return wrapMethod(...args);
  } catch {
    return () => {};
  }
};
