import type { Context, Panel } from './context.js';
import { lastVisit, readVisit, replay, type Visit } from './replay.js';
import { button, el, section } from './view.js';

const MAX_FILE = 4e6;

/** Plays a visit through the page: the last one, one of the page's own, or one from a file. */
export function tryReplay(context: Context): Panel {
  const { say, tell, speech } = context;
  const { predictor } = context.inspected;
  const visits = el('div', { class: 'row wrap' });
  let stop: (() => void) | undefined;
  let playing = '';
  const play = (visit: Visit) => {
    if (stop) {
      stop();
      stop = undefined;
      drawVisits();
      return tell(say('The replay is stopped.'));
    }
    playing = visit.name;
    let isOver = false;
    const stopIt = visit.play(() => {
      isOver = true;
      stop = undefined;
      drawVisits();
      tell(say('The replay is over.'));
    });
    stop = isOver ? undefined : stopIt;
    drawVisits();
  };
  const last: Visit = {
    name: say('Replay the last visit'),
    play(onEnd) {
      let stopIt = () => {};
      let isStopped = false;
      void predictor.exportData().then(({ events }) => {
        const visit = lastVisit(events);
        if (isStopped) return;
        if (!visit.length) {
          onEnd();
          tell(say('No visit of two events or more is kept.'));
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
    if (given.size > MAX_FILE) return tell(say('The file is larger than 4 MB.'));
    const events = readVisit(await given.text());
    if ('text' in events) return tell(speech.write(events));
    stop?.();
    stop = undefined;
    play({ name: given.name, play: (onEnd) => replay(events, predictor, onEnd) });
    tell(
      say('{n|# event|# events} of {file} are replayed.', { n: events.length, file: given.name }),
    );
  });
  let offered = '';
  const offer = () => [...context.visits(), last];
  function drawVisits(): void {
    offered = offer()
      .map((visit) => visit.name)
      .join();
    const all = stop
      ? [button(say('Stop: {visit}', { visit: playing }), () => play(last), { class: 'main' })]
      : offer().map((visit) => button(visit.name, () => play(visit)));
    const hadFocus = visits.contains((visits.getRootNode() as ShadowRoot).activeElement);
    visits.replaceChildren(...all);
    if (hadFocus) all[0].focus();
  }
  drawVisits();

  const element = section(
    say('Replay a visit'),
    el(
      'p',
      { class: 'hint' },
      say(
        'Its events are reported again, eight times faster. They count: forget them under “Kept”.',
      ),
    ),
    visits,
    el(
      'div',
      { class: 'field' },
      el('label', { for: 'visit-file' }, say('a visit that “Export” wrote')),
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
