import { percent } from '../lang/numbers.js';
import { say } from '../lang/say.js';
import { ACTIONS, BANDS } from '../words.js';
import { createChart } from './chart.js';
import { el, fill, press } from './dom.js';
import { shopperWho, tell } from './engine.js';

/** Lines that can be told apart. */
const KINDS = ['accent', 'blue', 'ochre', 'plum', 'pine'];
const BAND_KINDS = { likely: 'pine', undecided: 'ochre', unlikely: 'line' };

/** What the model expected after each event of a visit, as lines. */
export function createCourse(labelOf) {
  const element = el('div', { class: 'card-box course' });
  const title = () => say('How its expectation moved');
  let chart = createChart(title());
  let ofNext = false;
  let turn = 0;
  let found;

  const choice = (name, isNext) =>
    press(
      say(name),
      () => {
        ofNext = isNext;
        draw();
      },
      { 'aria-pressed': String(ofNext === isNext), 'data-focus': `course-${isNext}` },
    );

  function frame() {
    fill(
      element,
      el('h2', {}, title()),
      el(
        'div',
        { class: 'views', role: 'group', 'aria-label': title() },
        choice('Before this visit ends', false),
        choice('The very next thing', true),
      ),
      chart.element,
    );
  }

  function draw() {
    frame();
    if (!found) return;
    const { predictions, labels } = found;
    const most = (action) => Math.max(...predictions.map(({ actions }) => actions[action] ?? 0));
    const names = ofNext
      ? Object.keys(ACTIONS)
          .sort((a, b) => most(b) - most(a))
          .slice(0, KINDS.length)
      : ['purchase', 'cart'];
    const share = (action, i) =>
      (ofNext ? predictions[i].actions[action] : predictions[i].intent[action]) ?? 0;
    return chart.show({
      x: {
        name: say('After'),
        values: predictions.map((_, i) => i),
        label: (i) => labels[i],
        tick: (i) => (Number.isInteger(i) ? String(i) : ''),
        steps: [1, 2, 5, 10],
        hint: say('Point at the lines, or use the arrow keys, for the figures after each event.'),
      },
      y: { tick: percent },
      lines: names.map((action, at) => ({
        name: say(ACTIONS[action]),
        kind: KINDS[at],
        dashed: at > 2,
        values: predictions.map((_, i) => share(action, i)),
        text: (i) => percent(share(action, i)),
      })),
      strip: {
        name: say('After each event:'),
        keys: Object.entries(BAND_KINDS).map(([band, kind]) => [kind, say(BANDS[band])]),
      },
      marks: predictions.map(({ intent }) => BAND_KINDS[intent.band]),
      note: (i) => say(BANDS[predictions[i].intent.band]),
      noteName: say('Band'),
    });
  }

  return {
    element,
    /** Has its place before there is anything to show, so that nothing moves. @param count of events. */
    begin(count) {
      turn++;
      element.hidden = count < 2;
      if (!element.firstChild) frame();
    },
    /** @param events of the visit, with times. */
    async show(events, rules) {
      const mine = ++turn;
      if (events.length < 2) return;
      const shopper = await shopperWho([]);
      const predictions = [];
      for (const event of [undefined, ...events]) {
        if (event) tell(shopper, event);
        predictions.push(await shopper.predict(rules));
        if (mine !== turn) return shopper.destroy();
      }
      shopper.destroy();
      found = {
        predictions,
        labels: [say('nothing yet'), ...events.map((event, i) => `${i + 1}. ${labelOf(event)}`)],
      };
      await draw();
    },
    /** The chart is named anew. */
    translate() {
      turn++;
      chart = createChart(title());
      frame();
    },
  };
}
