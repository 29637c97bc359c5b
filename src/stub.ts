/**
 * The inline part of the script tag: until `nextaisle.min.js` has loaded, calls wait here.
 * What is asked of the predictor becomes a promise of its answer, a listener's unsubscribe works at
 * once. Written into the page, or a script of its own where a policy allows none in it.
 */
type Answer = (answer: unknown) => void;

((page: Window & Record<string, unknown>) => {
  // Several shops on one page: `data-as="nextaisleDe"`, here and at the script.
  const name = document.currentScript?.dataset.as || 'nextaisle';
  if (page[name]) return;
  const q: unknown[][] = [];
  const call = (...args: unknown[]) => {
    const answer = new Promise((resolve) => {
      // The script may never come: a blocker took it away.
      if (q.length < 999) q.push(Object.assign(args, { answer: resolve as Answer }));
    });
    return /^(on|subscribe|when)$/.test(args[0] as string)
      ? () => void answer.then((off) => (off as () => void)?.())
      : answer;
  };
  const stub = Object.assign(call, { q }) as unknown as Record<string, unknown>;
  // What is answered at once (`getSnapshot`, `status`, `item`) is there when the script is.
  for (const method of 'track on subscribe when lift predict explain forecast consent pause resume forget exportData destroy'.split(
    ' ',
  )) {
    stub[method] = call.bind(0, method);
  }
  page[name] = stub;
})(window as unknown as Window & Record<string, unknown>);
