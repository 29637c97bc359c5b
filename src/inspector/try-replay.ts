import type { Context, Panel } from './context.js';
import { lastVisit, readVisit, replay, type Visit } from './replay.js';
import { button, el, section } from './view.js';

const MAX_FILE = 4e6;

/** Plays a visit through the page: the last one, one of the page's own, or one from a file. */
export function tryReplay(context: Context): Panel {
  const { say } = context;
  const { predictor } = context.inspected;
  const visits = el('div', { class: 'row wrap' });
  let stop: (() => void) | undefined;
  let playing = '';
  const play = (visit: Visit) => {
    if (stop) {
      stop();
      stop = undefined;
      drawVisits();
      return say('The replay is stopped.');
    }
    playing = visit.name;
    let isOver = false;
    const stopIt = visit.play(() => {
      isOver = true;
      stop = undefined;
      drawVisits();
      say('The replay is over.');
    });
    stop = isOver ? undefined : stopIt;
    drawVisits();
  };
  const last: Visit = {
    name: 'Replay the last visit',
    play(onEnd) {
      let stopIt = () => {};
      let isStopped = false;
      void predictor.exportData().then(({ events }) => {
        const visit = lastVisit(events);
        if (isStopped) return;
        if (!visit.length) {
          onEnd();
          say('No visit of two events or more is kept.');
        } else stopIt = replay(visit, predictor, onEnd);
      });
      return () => {
        isStopped = true;
        stopIt();
      };
    },
  };
  const file = el('input', {
    type: 'file',
    accept: '.json,application/json',
    id: 'visit-file',
  }) as HTMLInputElement;
  file.addEventListener('change', async () => {
    const [given] = file.files ?? [];
    if (!given) return;
    file.value = '';
    try {
      if (given.size > MAX_FILE) throw new Error('The file is larger than 4 MB.');
      const events = readVisit(await given.text());
      stop?.();
      stop = undefined;
      play({ name: given.name, play: (onEnd) => replay(events, predictor, onEnd) });
      say(`${events.length} events of ${given.name} are replayed.`);
    } catch (thrown) {
      say(String(Object(thrown).message ?? thrown));
    }
  });
  let offered = '';
  const offer = () => [...context.visits(), last];
  function drawVisits(): void {
    offered = offer()
      .map((visit) => visit.name)
      .join();
    const all = stop
      ? [button(`Stop: ${playing}`, () => play(last), { class: 'main' })]
      : offer().map((visit) => button(visit.name, () => play(visit)));
    const hadFocus = visits.contains((visits.getRootNode() as ShadowRoot).activeElement);
    visits.replaceChildren(...all);
    if (hadFocus) all[0].focus();
  }
  drawVisits();

  const element = section(
    'Replay a visit',
    el(
      'p',
      { class: 'hint' },
      'Its events are reported again, eight times faster. They count: forget them under Kept.',
    ),
    visits,
    el(
      'div',
      { class: 'field' },
      el('label', { for: 'visit-file' }, 'a visit that "Export" wrote'),
      file,
    ),
  );

  function update(): void {
    // The page may have given its own meanwhile.
    const names = offer()
      .map((visit) => visit.name)
      .join();
    if (offered !== names) drawVisits();
  }

  return { element, update, stop: () => stop?.() };
}
