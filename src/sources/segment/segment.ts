import { isObject } from '../../events/parse-field.js';
import { tapQueue } from '../../lib/page/tap-queue.js';
import { pageOf, type WatchedPage } from '../../lib/page/watch-page.js';
import { whenGlobal } from '../../lib/page/when-global.js';
import { wrapMethod } from '../../lib/page/wrap-method.js';
import { guarded } from '../guarded.js';
import { createPageActs } from '../page-acts.js';
import { type Sink, type Source, sinkAt } from '../source.js';
import { createCallFilter, type ReportCall } from './call-filter.js';
import { readEvent } from './segment-events.js';

/** `track` is Segment's and RudderStack's, `capture` PostHog's. */
const METHODS: readonly string[] = ['track', 'capture'];

/** Replays of a stub's queue are made right after the library took its place. */
const REPLAY_MS = 1000;

type Api = Record<string, unknown>;

/**
 * Segment, RudderStack and PostHog: the calls of `track` and `capture`, at the time of the call. The
 * libraries' own events (`analytics.on('track')`, `eventCaptured`) come later, Segment's only after its
 * request was answered: a click that leaves the page is gone by then, and where the library is blocked
 * they never come.
 * @param host the window.
 * @param names the globals. Where two report the same event, one forwards to the other: one counts.
 */
export function segment(
  host: object,
  names: readonly string[] = ['analytics', 'rudderanalytics', 'posthog'],
  page = pageOf(),
): Source {
  return {
    name: 'segment',
    start(sink) {
      /** Which global reported an event first. */
      const reporters = new Map<string, string>();
      const acts = createPageActs(sink, host);
      const stops = names.map((name) =>
        listen(host, name, page, sink, (event, properties, ts) => {
          if (!reporters.has(event)) reporters.set(event, name);
          if (reporters.get(event) === name) readEvent(event, properties, sinkAt(acts, ts));
          else sink.refuse('duplicate');
        }),
      );
      return () => {
        stops.forEach((stop) => stop());
        acts.settle();
      };
    },
  };
}

/** Listens to one global: to the stub's queue, then to the library that takes its place. */
function listen(
  host: object,
  name: string,
  page: WatchedPage,
  sink: Sink,
  report: ReportCall,
): () => void {
  const calls = createCallFilter(report);
  const called = guarded(sink, calls.called);
  const delivered = guarded(sink, calls.delivered);
  const queued = guarded(sink, (entry: unknown, ts?: number) => {
    if (isObject(entry) && METHODS.includes(entry[0] as string)) {
      calls.queued(entry[1], entry[2], ts);
    }
  });
  let stub: Api | undefined;

  const tapStub = (api: Api) => {
    const stop = tapQueue(host, name, queued);
    // Only Segment's stub lists its methods. The library flushes `on` before it replays `track`.
    if (Array.isArray(api.methods) && typeof api.on === 'function') {
      stub = api;
      api.on('track', delivered);
    }
    return stop;
  };
  const wrapLibrary = (api: Api) => {
    const stops = METHODS.filter((method) => typeof api[method] === 'function').map((method) =>
      wrapMethod(api, method, ([event, properties], call) => {
        // Before the call: an `on` that answers within it then finds it counted.
        called(event, properties);
        return call();
      }),
    );
    stops.push(page.after(REPLAY_MS, calls.endReplay));
    return () => stops.forEach((stop) => stop());
  };

  const attach = (api: object) => (Array.isArray(api) ? tapStub : wrapLibrary)(api as Api);
  const stopWatch = whenGlobal(host, name, attach, page);
  return () => {
    calls.stop();
    stopWatch();
    const api = stub && ((Reflect.get(host, name) ?? stub) as Api);
    if (typeof api?.off === 'function') api.off('track', delivered);
  };
}
