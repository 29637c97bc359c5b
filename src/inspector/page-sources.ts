import { createIntake } from '../events/intake.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { ListenersModule } from '../predictor/load/loaders.js';
import { dom } from '../sources/dom/dom.js';
import type { Sink } from '../sources/source.js';
import { startSources } from '../sources/start-sources.js';

/** What one source of the page tells, whether a predictor listens to it or not. */
export interface SourceTelling {
  source: string;
  /** How often each action on each product was told: `cart SKU-1`. */
  told: ReadonlyMap<string, number>;
  items: number;
  refused: RefusalCounts;
}

const MAX_TOLD = 50;

/** Starts every source that the page shows, each with an intake of its own. Nothing of it is kept. */
export function listenToSources(
  page: Window,
  loadListeners: () => Promise<Pick<ListenersModule, 'startPlatforms'>>,
  onChange: () => void,
) {
  const environment = { now: () => Date.now(), random: Math.random };
  const tellings = new Map<string, () => SourceTelling>();
  const stops: (() => void)[] = [];
  let isOver = false;
  let fault = '';

  const sinkFor = (source: Parameters<typeof createIntakeOf>[0]): Sink => {
    const { sink, telling } = createIntakeOf(source);
    tellings.set(source, telling);
    onChange();
    return sink;
  };
  const createIntakeOf = (source: Parameters<ReturnType<typeof createIntake>['event']>[1]) => {
    const intake = createIntake(environment, () => []);
    const told = new Map<string, number>();
    let items = 0;
    const sink: Sink = {
      event(raw) {
        const read = intake.event(raw, source);
        const { type = '', item = '' } = read?.event ?? {};
        const call = `${type} ${item}`.trim();
        if (call && (told.has(call) || told.size < MAX_TOLD)) {
          told.set(call, (told.get(call) ?? 0) + 1);
        }
        onChange();
      },
      item(raw) {
        if (intake.item(raw)) items++;
        onChange();
      },
      refuse(...args) {
        intake.refuse(...args);
        onChange();
      },
    };
    const telling = () => ({ source, told, items, refused: intake.refusals() });
    return { sink, telling };
  };

  stops.push(startSources([dom(page.document)], sinkFor));
  loadListeners()
    .then(({ startPlatforms }) => {
      if (isOver) return;
      const started = startPlatforms(page, {}, sinkFor, (thrown) => {
        fault = String(Object(thrown).message ?? thrown);
        onChange();
      });
      stops.push(started.stop);
    })
    .catch((thrown) => {
      fault = String(Object(thrown).message ?? thrown);
      onChange();
    });
  return {
    tellings: (): SourceTelling[] => [...tellings.values()].map((telling) => telling()),
    /** Why the listeners of platforms are not there. */
    fault: () => fault,
    stop() {
      isOver = true;
      for (const stop of stops.splice(0)) stop();
    },
  };
}

export type PageSources = ReturnType<typeof listenToSources>;
