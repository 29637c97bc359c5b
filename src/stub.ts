/**
 * The inline part of the script tag: until `nextaisle.min.js` has loaded, calls wait here.
 * Each call returns a promise of its answer; the unsubscribe of a listener works at once. Written into
 * the page, or a separate script where the policy forbids inline ones.
 */
type Answer = (answer: unknown) => void;

((page: Window & Record<string, unknown>) => {
  // Several shops on one page: `data-as="nextaisleDe"`, here and at the script.
  const name = document.currentScript?.dataset.as || 'nextaisle';
  if (page[name]) return;
  const q: unknown[][] = [];
  const call = (...args: unknown[]) => {
    const answer = new Promise((resolve) => {
      // The script may never load, because of a blocker.
      if (q.length < 999) q.push(Object.assign(args, { answer: resolve as Answer }));
    });
    return /^(on|subscribe|when)$/.test(args[0] as string)
      ? () => void answer.then((off) => (off as () => void)?.())
      : answer;
  };
  const stub = Object.assign(call, { q }) as unknown as Record<string, unknown>;
  // Methods that answer at once (`getSnapshot`, `status`, `item`) exist once the script has loaded.
  for (const method of 'track on subscribe when lift predict explain forecast profile consent pause resume forget exportData destroy'.split(
    ' ',
  )) {
    stub[method] = call.bind(0, method);
  }
  page[name] = stub;
})(window as unknown as Window & Record<string, unknown>);
