import type { Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  /** Microseconds of wall time and of CPU time, which does not grow on a busy machine. */
  dur?: number;
  tdur?: number;
  pid: number;
  tid: number;
  args: { data?: { url?: string }; name?: string };
}

/** A task of a page's main thread. */
export interface Task {
  /** CPU milliseconds. */
  ms: number;
  /** Names of the trace events that ran script in it. */
  scripts: string[];
}

/** Main-thread tasks that ran script of `origin` while `during` ran. */
export async function scriptTasks(
  page: Page,
  origin: string,
  during: () => Promise<unknown>,
): Promise<Task[]> {
  const devtools = await page.context().newCDPSession(page);
  const trace: TraceEvent[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => void trace.push(...(value as never[])));
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', 'v8'] },
  });
  await during();
  const ended = new Promise((done) => devtools.once('Tracing.tracingComplete', done));
  await devtools.send('Tracing.end');
  await ended;
  return tasksOf(trace, origin);
}

function tasksOf(trace: TraceEvent[], origin: string): Task[] {
  const isScript = ({ name, args }: TraceEvent) =>
    /^(EvaluateScript|FunctionCall|v8\.evaluateModule)$/.test(name) &&
    args.data?.url?.startsWith(origin);
  const { pid, tid } = trace.find(isScript) as TraceEvent;
  const own = trace.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X');
  // Code after an `await` is a microtask without an origin; on these pages it is ours.
  const isOurs = (event: TraceEvent) =>
    isScript(event) ||
    /^(v8\.evaluateModule|TimerFire|RunYieldContinuation)$/.test(event.name) ||
    (/PerformMicrotaskCheckpoint$/.test(event.name) && (event.tdur ?? 0) > 500);
  const scripts = own.filter(isOurs);
  return own
    .filter(({ name }) => /RunTask$/.test(name))
    .flatMap(({ ts, dur = 0, tdur }) => {
      const inside = scripts.filter((script) => script.ts >= ts && script.ts <= ts + dur);
      const names = inside.map(({ name, args }) => args.data?.url ?? name);
      return names.length ? [{ ms: (tdur ?? dur) / 1000, scripts: names }] : [];
    });
}
