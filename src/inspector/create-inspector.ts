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
import { createSpeech } from './speech.js';
import { loadTable } from './tables.js';
import { tryPanel } from './try-panel.js';

/** What the inspector is given by the file that loads it. */
export interface InspectorParts {
  /** The address of that file. */
  self: string;
  loadListeners(): Promise<Pick<ListenersModule, 'startPlatforms'>>;
  visits(): readonly Visit[];
  texts(): Readonly<Record<string, string>>;
}

type View = 'Heard' | 'Expected' | 'Kept' | 'Try';
const PANELS: Readonly<Record<View, (context: Context & Pick<Session, 'trial'>) => Panel>> = {
  Heard: heardPanel,
  Expected: expectedPanel,
  Kept: keptPanel,
  Try: tryPanel,
};
const VIEWS = Object.keys(PANELS) as View[];

/** Shows the predictors of the page in this element, until it is stopped. */
export function createInspector(host: HTMLElement, root: ShadowRoot, parts: InspectorParts) {
  const sessions = new Map<Inspected, Session>();
  let current: Session | undefined;
  let panels = new Map<View, Panel>();
  let frameRequest = 0;
  let speech = createSpeech();
  let isOver = false;

  const schedule = () => {
    frameRequest ||= requestAnimationFrame(() => {
      frameRequest = 0;
      draw();
    });
  };
  const framed = (view: View) =>
    createFrame(host, root, VIEWS, view, speech, {
      onView: () => draw(),
      onChoose: (at) => show([...sessions.values()][at]),
    });
  let frame = framed('Heard');
  const inspected = () => [...sessions.keys()];
  const requests = countRequests(parts.self, inspected, schedule);
  const sources = listenToSources(window, parts.loadListeners, schedule);
  const signals = examineConsent(window, schedule);

  function find(): void {
    for (const one of inspectedHere()) {
      if (!sessions.has(one)) sessions.set(one, follow(one, nameOf(one), schedule));
    }
    requests.lookAgain();
    offer();
    const isGone = current?.inspected.predictor.status().state === 'destroyed';
    if (!current || isGone) show([...sessions.values()].at(isGone ? -1 : 0));
    schedule();
  }

  function offer(): void {
    const all = [...sessions.values()];
    frame.choices(all.map(({ inspected: { settings } }) => settings.namespace));
    if (current) frame.chosen(all.indexOf(current));
  }

  function show(session: Session | undefined): void {
    if (!session) return;
    stopPanels();
    current = session;
    offer();
    draw();
  }

  function stopPanels(): void {
    for (const panel of panels.values()) panel.stop?.();
    panels = new Map();
  }

  let spoken = 'en {}';
  /** The language that the predictor speaks to shoppers; all is drawn anew in it once it is loaded. */
  async function speak(): Promise<void> {
    const used = current?.inspected.predictor.status().language?.used ?? 'en';
    const texts = parts.texts();
    const asked = `${used} ${JSON.stringify(texts)}`;
    if (asked === spoken) return;
    spoken = asked;
    const table = await loadTable(used).catch(() => undefined);
    if (asked !== spoken || isOver) return;
    const isOwn = table || Object.keys(texts).length;
    speech = createSpeech(isOwn ? used : 'en', { ...table, words: { ...table?.words, ...texts } });
    const view = frame.view();
    const hadFocus = !!root.activeElement;
    stopPanels();
    frame.stop();
    frame = framed(view);
    offer();
    draw();
    if (hadFocus) frame.focus();
  }

  function draw(): void {
    if (!current) {
      frame.missing();
      return;
    }
    void speak();
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
        speech,
        say: speech.say,
        tell: frame.tell,
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
    focus: () => frame.focus(),
    fold: () => frame.fold(),
    speak: () => void speak(),
    stop() {
      isOver = true;
      document.removeEventListener('nextaisle:predictor', onPredictor);
      cancelAnimationFrame(frameRequest);
      stopPanels();
      for (const { stop } of sessions.values()) stop();
      requests.stop();
      sources.stop();
      signals.stop();
      frame.stop();
    },
  };
}

export type Inspector = ReturnType<typeof createInspector>;
