/**
 * Puts a wrapper in place of a method of the page's.
 * @returns the undo; what somebody has put around the wrapper since is left alone, so the wrapper
 * itself must be inert by then.
 */
export function wrapMethod<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  around: (inner: Owner[Name]) => Owner[Name],
): () => void {
  try {
    const hadOwn = Object.hasOwn(owner, name);
    const inner = owner[name];
    const wrapped = around(inner);
    owner[name] = wrapped;
    return () => {
      if (owner[name] !== wrapped) return;
      if (hadOwn) owner[name] = inner;
      else delete (owner as Partial<Owner>)[name];
    };
  } catch {
    // Frozen by the page.
    return () => {};
  }
}
