import { examineConsent } from '../doctor/examine-consent.js';
import type { ListenersModule } from '../predictor/load/loaders.js';
import type { Context, Panel } from './context.js';
import { expectedPanel } from './expected-panel.js';
import { createFrame } from './frame.js';
import { heardPanel } from './heard-panel.js';
import { keptPanel } from './kept-panel.js';
import { listenToSources } from './page-sources.js';
import { type Inspected, nameOf, inspectedHere } from './predictors.js';
import type { Visit } from './replay.js';
import { countRequests } from './requests.js';
import { follow, type Session } from './session.js';
import { tryPanel } from './try-panel.js';

/** What the inspector is given by the file that loads it. */
export interface InspectorParts {
  /** The address of that file. */
  self: string;
  loadListeners(): Promise<Pick<ListenersModule, 'startPlatforms'>>;
  visits(): readonly Visit[];
}

const PANELS: Readonly<Record<string, (context: Context & Pick<Session, 'trial'>) => Panel>> = {
  Heard: heardPanel,
  Expected: expectedPanel,
  Kept: keptPanel,
  Try: tryPanel,
};

/** Shows the predictors of the page in this element, until it is stopped. */
export function createInspector(host: HTMLElement, root: ShadowRoot, parts: InspectorParts) {
  const sessions = new Map<Inspected, Session>();
  let current: Session | undefined;
  let panels = new Map<string, Panel>();
  let frameRequest = 0;

  const schedule = () => {
    frameRequest ||= requestAnimationFrame(() => {
      frameRequest = 0;
      draw();
    });
  };
  const frame = createFrame(host, root, Object.keys(PANELS), {
    onView: () => draw(),
    onChoose: (at) => show([...sessions.values()][at]),
  });
  const inspected = () => [...sessions.keys()];
  const requests = countRequests(parts.self, inspected, schedule);
  const sources = listenToSources(window, parts.loadListeners, schedule);
  const signals = examineConsent(window, schedule);

  function find(): void {
    for (const one of inspectedHere()) {
      if (!sessions.has(one)) sessions.set(one, follow(one, nameOf(one), schedule));
    }
    requests.lookAgain();
    frame.choices([...sessions.values()].map(({ inspected: { settings } }) => settings.namespace));
    const isGone = current?.inspected.predictor.status().state === 'destroyed';
    if (!current || isGone) show([...sessions.values()].at(isGone ? -1 : 0));
    schedule();
  }

  function show(session: Session | undefined): void {
    if (!session) return;
    for (const panel of panels.values()) panel.stop?.();
    panels = new Map();
    current = session;
    frame.chosen([...sessions.values()].indexOf(session));
    draw();
  }

  function draw(): void {
    if (!current) {
      frame.missing();
      return;
    }
    const { inspected: one, hearing, trial, moments, name } = current;
    frame.now(one.predictor, hearing.lines());
    if (host.hasAttribute('collapsed')) return;
    const view = frame.view();
    let panel = panels.get(view);
    if (!panel) {
      const context = {
        inspected: one,
        name,
        hearing,
        sources,
        requests,
        signals: signals.list,
        visits: parts.visits,
        trial,
        say: frame.say,
        onForget: () => void host.dispatchEvent(new Event('forget')),
        get moments() {
          return moments();
        },
      };
      panel = PANELS[view](context);
      panels.set(view, panel);
    }
    // In place first: it may ask which of its parts has the focus.
    frame.put(panel.element);
    panel.update();
  }

  // The script tag sets its global after its predictor has told of itself.
  const onPredictor = () => queueMicrotask(find);
  document.addEventListener('nextaisle:predictor', onPredictor);
  find();
  draw();

  return {
    focus: frame.focus,
    fold: frame.fold,
    stop() {
      document.removeEventListener('nextaisle:predictor', onPredictor);
      cancelAnimationFrame(frameRequest);
      for (const panel of panels.values()) panel.stop?.();
      for (const { stop } of sessions.values()) stop();
      requests.stop();
      sources.stop();
      signals.stop();
      frame.stop();
    },
  };
}

export type Inspector = ReturnType<typeof createInspector>;
