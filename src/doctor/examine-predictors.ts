import { rawEvents } from '../events/raw-events.js';
import { type Fields, isObject, parseText } from '../events/parse-field.js';
import type { Sink } from '../sources/source.js';

/** What a predictor of the page says of itself, as plain data: the page's version may be another than ours. */
export interface PredictorReport {
  /** Its calls of `track()`: `cart SKU-1`. */
  tracked: { call: string; isTaken: boolean }[];
  faults: PageFault[];
  /** `predictor.status()`. */
  status?: PageStatus;
}

export interface PageFault {
  code: string;
  message: string;
}

export interface PageStatus {
  state?: string;
  engine?: string;
  store?: string;
  consent?: { tier: string; reason: string };
  model?: { source: string; name: string; error?: PageFault };
  events?: { accepted: number; refused: Record<string, number> };
  catalog?: { items: number; error?: PageFault };
}

interface Known {
  predictor: Fields;
  report: PredictorReport;
}

const MAX_KEPT = 200;
const READY_MS = 10_000;

/**
 * Hears of every predictor that the page creates, by the event of that name, and of those of a script tag,
 * by their global.
 * @param sink takes what the page reports with `track()`.
 */
export function examinePredictors(page: Window, sink: Sink, onReport: () => void) {
  const known: Known[] = [];
  const add = (predictor: unknown) => {
    if (!isObject(predictor) || typeof predictor.status !== 'function') return;
    if (known.some((one) => one.predictor.status === predictor.status)) return;
    const report: PredictorReport = { tracked: [], faults: [] };
    known.push({ predictor, report });
    call(predictor, 'on', 'error', (error: unknown) => {
      const fault = faultOf(error);
      if (fault && report.faults.length < MAX_KEPT) report.faults.push(fault);
    });
    watchTrack(predictor, report, sink, onReport);
  };
  page.document.addEventListener('nextaisle:predictor', (event) => {
    add((event as CustomEvent).detail);
  });
  const globals = (): Fields[] => {
    const names = Object.getOwnPropertyNames(page).filter((name) => /^nextaisle\w*$/.test(name));
    return names.flatMap((name): Fields[] => {
      const found = (page as unknown as Fields)[name];
      return isObject(found) || typeof found === 'function' ? [found as unknown as Fields] : [];
    });
  };
  return {
    reports(): PredictorReport[] {
      globals().forEach(add);
      return known.map(({ predictor, report }) => ({
        ...report,
        status: statusOf(call(predictor, 'status')),
      }));
    },
    /** The inline stub is there, and no script has taken over what waits in it. */
    isWaiting: () => globals().some((one) => isObject(one.q) && typeof one.status !== 'function'),
    /** What the predictors know of the items that they predict, and of those named. */
    items: (ids: readonly string[]): unknown[] =>
      known.flatMap(({ predictor }) => {
        const snapshot = call(predictor, 'getSnapshot');
        const items = isObject(snapshot) && Array.isArray(snapshot.items) ? snapshot.items : [];
        const predicted = items.slice(0, 20).flatMap((one) => (isObject(one) ? one.id : []));
        return [...new Set([...ids, ...predicted])].map((id) => call(predictor, 'item', id));
      }),
    /** After each has its model, or has waited long enough for it. */
    async settled() {
      globals().forEach(add);
      const late = new Promise((resolve) => setTimeout(resolve, READY_MS));
      await Promise.race([late, Promise.all(known.map(({ predictor }) => predictor.ready))]);
    },
  };
}

/** A method of the page's, which may not exist and may throw. */
function call(of: Fields, method: string, ...args: unknown[]): unknown {
  try {
    const found = of[method];
    return typeof found === 'function' ? found.apply(of, args) : undefined;
  } catch {
    return undefined;
  }
}

function watchTrack(
  predictor: Fields,
  report: PredictorReport,
  sink: Sink,
  onReport: () => void,
): void {
  const track = predictor.track;
  if (typeof track !== 'function') return;
  const watched = (type: unknown, what: unknown, details: unknown, ...rest: unknown[]) => {
    const isTaken = track.call(predictor, type, what, details, ...rest);
    if (report.tracked.length < MAX_KEPT) {
      const id = parseText(isObject(what) ? what.id : what, 100);
      report.tracked.push({ call: [String(type), id].filter(Boolean).join(' '), isTaken });
    }
    for (const raw of rawEvents(type, what, details, sink.refuse)) sink.event(raw);
    onReport();
    return isTaken;
  };
  Object.assign(predictor, { track: watched });
}

function faultOf(input: unknown): PageFault | undefined {
  if (!isObject(input)) return undefined;
  const message = parseText(input.message, 500);
  return message ? { code: parseText(input.code, 50) ?? 'ERROR', message } : undefined;
}

function statusOf(input: unknown): PageStatus | undefined {
  if (!isObject(input)) return undefined;
  const part = (field: string): Fields => (isObject(input[field]) ? (input[field] as Fields) : {});
  const text = (of: Fields, field: string) => parseText(of[field], 200) ?? '';
  const { accepted, refused } = part('events');
  const counts = Object.entries(isObject(refused) ? refused : {}).map(
    ([reason, count]) => [reason, Number(count)] as const,
  );
  return {
    state: text(input, 'state'),
    engine: text(part('engine'), 'backend'),
    store: text(part('store'), 'kind'),
    consent: { tier: text(part('consent'), 'tier'), reason: text(part('consent'), 'reason') },
    model: {
      source: text(part('model'), 'source'),
      name: [text(part('model'), 'name'), text(part('model'), 'version')].filter(Boolean).join(' '),
      error: faultOf(part('model').error),
    },
    events: { accepted: Number(accepted) || 0, refused: Object.fromEntries(counts) },
    catalog: {
      items: (Number(part('catalog').trained) || 0) + (Number(part('catalog').live) || 0),
      error: faultOf(part('catalog').error),
    },
  };
}
