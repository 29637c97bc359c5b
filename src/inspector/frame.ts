import type { Predictor } from '../predictor/predictor.js';
import { addStyle } from '../shelf/frame.js';
import type { HeardLine } from './heard-line.js';
import type { Phrase, Speech } from './speech.js';
import { STYLE } from './style.js';
import { createTabs } from './tabs.js';
import { button, type Child, codeLine, el } from './view.js';
import { ACTIONS, BANDS } from './words.js';

const SAID_MS = 8000;
/** What is typed in here is none of the page's business: many shops have keys of their own. */
const OWN_EVENTS = [
  'keydown',
  'keyup',
  'keypress',
  'beforeinput',
  'input',
  'change',
  'paste',
  'copy',
];

/** A sprig: three leaves on a stem. */
function mark(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of [
    'M12 22V7',
    'M12 10Q7 9 6 3q6 0 6 7q0-7 6-7q-1 6-6 7',
    'M12 18q-6-1-8-6q8 0 8 6q0-6 8-6q-2 5-8 6',
  ]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** What stays while views and predictors change: the head with the state now, the tabs, what was said last. */
export function createFrame<View extends Phrase>(
  host: HTMLElement,
  root: ShadowRoot,
  views: readonly View[],
  first: View,
  speech: Speech,
  { onView, onChoose }: { onView(): void; onChoose(at: number): void },
) {
  const { say } = speech;
  const isOverlay = host.hasAttribute('overlay');
  const tabs = createTabs(views, speech, first, onView);
  const now = el('span', { class: 'now' });
  const said = el('p', { class: 'said-now', role: 'status' });
  const choice = el('select', { 'aria-label': say('Predictor') }) as HTMLSelectElement;
  choice.hidden = true;
  choice.addEventListener('change', () => onChoose(choice.selectedIndex));
  let clearing: ReturnType<typeof setTimeout>;

  const fold = button(
    '',
    () => {
      host.toggleAttribute('collapsed');
    },
    { class: 'icon', 'aria-controls': 'panel' },
  );
  const drawFold = () => {
    const isOpen = !host.hasAttribute('collapsed');
    fold.setAttribute('aria-expanded', String(isOpen));
    fold.setAttribute('aria-label', say(isOpen ? 'Fold the inspector' : 'Unfold the inspector'));
    fold.textContent = isOpen ? '▾' : '▴';
  };
  drawFold();
  const side = button(
    '⇄',
    () => {
      host.dataset.side = host.dataset.side === 'left' ? 'right' : 'left';
    },
    { class: 'icon side', 'aria-label': say('Move to the other side') },
  );
  const close = button('×', () => host.remove(), {
    class: 'icon',
    'aria-label': say('Close the inspector'),
  });

  const frame = el(
    'div',
    {
      class: 'frame',
      role: 'region',
      'aria-label': say('nextaisle inspector'),
      lang: speech.lang,
    },
    el(
      'div',
      { class: 'head' },
      el('h2', {}, mark(), 'nextaisle'),
      now,
      choice,
      isOverlay && side,
      fold,
      isOverlay && close,
    ),
    tabs.list,
    tabs.panel,
    said,
  );
  const onOwnEvent = (event: Event) => {
    const { key } = event as KeyboardEvent;
    if (event.type === 'keydown' && key === 'Escape' && isOverlay) host.remove();
    event.stopPropagation();
  };
  if (!root.childNodes.length) addStyle(root, STYLE);
  root.append(frame);
  for (const name of OWN_EVENTS) root.addEventListener(name, onOwnEvent);

  const tell = (text: Child) => {
    said.replaceChildren(text || '');
    clearTimeout(clearing);
    clearing = setTimeout(() => {
      said.textContent = '';
    }, SAID_MS);
  };

  return {
    view: tabs.selected,
    /** The attribute says whether it is folded. */
    fold(): void {
      drawFold();
      onView();
    },
    focus: tabs.focus,
    put(element: HTMLElement): void {
      if (tabs.panel.firstChild !== element) tabs.panel.replaceChildren(element);
    },
    tell,
    choices(names: readonly string[]): void {
      choice.hidden = names.length < 2;
      choice.replaceChildren(...names.map((name) => el('option', {}, name)));
    },
    chosen(at: number): void {
      choice.selectedIndex = at;
    },
    /** The state of the predictor in a few words. */
    now(predictor: Predictor, lines: readonly HeardLine[]): void {
      const { state } = predictor.status();
      const { ts, intent, actions } = predictor.getSnapshot();
      const [next] = Object.entries(actions).sort(([, a], [, b]) => b - a);
      now.textContent =
        state !== 'ready'
          ? say(state)
          : ts
            ? say('{band} · next: {action}', {
                band: say(BANDS[intent.band]),
                action: say(ACTIONS[next[0] as keyof typeof ACTIONS]),
              })
            : say('no prediction yet');
      const n = lines.filter(({ outcome }) => outcome === 'refused').length;
      tabs.count(views[0], n, say('{n} refused', { n }));
    },
    /** There is no predictor to show. */
    missing(): void {
      now.textContent = say('no predictor');
      const { nextaisle } = window as { nextaisle?: { q?: unknown } };
      tabs.panel.replaceChildren(
        el(
          'p',
          {},
          say(
            nextaisle?.q
              ? 'The stub of nextaisle is on this page, but no script has taken over what waits in it. Is the script blocked, or its address wrong?'
              : 'No predictor runs on this page yet. It appears here as soon as one is created.',
          ),
        ),
        codeLine('<script async src="/nextaisle.min.js"></script>', { say, tell }),
        codeLine('createPredictor()', { say, tell }),
      );
    },
    stop(): void {
      clearTimeout(clearing);
      for (const name of OWN_EVENTS) root.removeEventListener(name, onOwnEvent);
      frame.remove();
    },
  };
}
