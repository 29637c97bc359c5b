import { percent } from './lang/numbers.js';
import { say } from './lang/say.js';
import { createChart } from './studio/chart.js';
import { el, fill } from './studio/dom.js';

/** How a training comes on: what it gets right of held-out visits after each round through the log. */
export function createCurve(place) {
  const rounds = [];
  let chart;

  function draw() {
    if (rounds.length < 2) return;
    const title = say('How it learns');
    chart = createChart(title);
    fill(place, el('h3', {}, title), chart.element);
    place.hidden = false;
    show();
  }
  const show = () =>
    chart.show({
      x: {
        name: say('Rounds through the log'),
        values: rounds.map(({ round }) => round),
        label: (i) => say('{n|# round|# rounds}', { n: rounds[i].round }),
        tick: (n) => (Number.isInteger(n) ? String(n) : ''),
        steps: [1, 2, 5, 10, 20, 50],
        hint: say(
          'Of held-out visits, while it trains; the report below is of other, later visits.',
        ),
      },
      y: { tick: percent },
      lines: [
        {
          name: say('Next product among the 20 best'),
          kind: 'accent',
          values: rounds.map(({ recall }) => recall),
          text: (i) => percent(rounds[i].recall),
        },
      ],
    });

  place.hidden = true;
  place.replaceChildren();
  return {
    draw,
    /** @param round rounds that are done. @param recall after the last of them; undefined before there is one. */
    add(round, recall) {
      if (recall === undefined || rounds.at(-1)?.round === round) return;
      rounds.push({ round, recall });
      if (chart) show();
      else draw();
    },
  };
}
