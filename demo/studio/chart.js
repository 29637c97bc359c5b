// Lines over an axis, drawn by uPlot, which is loaded when a panel first shows one. What a chart says is in a
// table below it too, and in a line of text for the place that the pointer or the arrow keys are at.
import { say } from '../lang/say.js';
import { el, fill } from './dom.js';
import { columnsOf, HEIGHT, optionsOf, shapeOf } from './uplot-options.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

let library;
function uPlot() {
  library ??= import('../../dist/uplot.js').then((module) => module.default);
  library.catch(() => {
    library = undefined;
  });
  return library;
}

/**
 * @param title of the chart, which is its name for those who hear it.
 * @returns `element`, which has its height from the start, and `show`.
 */
export function createChart(title) {
  const named = { tabindex: '0', role: 'img', 'aria-label': title, 'aria-busy': 'true' };
  const plot = el('div', { class: 'plot', ...named });
  const wait = say('One moment: the lines are being worked out.');
  const readout = el('p', { class: 'readout soft', 'aria-live': 'polite' }, wait);
  const keys = el('ul', { class: 'keys', 'aria-hidden': 'true' });
  const rows = el('div', { class: 'scrolls' });
  const table = el(
    'details',
    { class: 'as-table', ontoggle: tabulate },
    el('summary', {}, say('As a table')),
    rows,
  );
  const element = el('figure', { class: 'chart' }, keys, plot, readout, table);
  let chart;
  let shape;
  let shown;
  let turn = 0;
  let colours = new Map();

  function colour(name) {
    const found = colours.get(name) ?? getComputedStyle(plot).getPropertyValue(`--${name}`).trim();
    colours.set(name, found);
    return found;
  }

  function read(i) {
    const { x, lines, note } = shown;
    if (i >= x.values.length) return;
    const texts = lines.map(({ name, text }) => say('{name} {value}', { name, value: text(i) }));
    readout.textContent = `${x.label(i)}: ${[...texts, note?.(i)].filter(Boolean).join(', ')}`;
  }

  /** When it is open: a slider draws the chart dozens of times. */
  function tabulate() {
    if (!table.open || !shown) return;
    const { x, lines, note, noteName } = shown;
    const columns = [x.name, ...lines.map(({ name }) => name), ...(note ? [noteName] : [])];
    const row = (_, i) =>
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, x.label(i)),
        [...lines.map(({ text }) => text(i)), ...(note ? [note(i)] : [])].map((text) =>
          el('td', {}, text),
        ),
      );
    const heads = columns.map((name) => el('th', { scope: 'col' }, name));
    const body = el('tbody', {}, x.values.map(row));
    rows.replaceChildren(el('table', {}, el('thead', {}, el('tr', {}, heads)), body));
  }

  function showKeys({ lines, strip }) {
    fill(
      keys,
      lines.map(({ name, kind, dashed }) =>
        el('li', { 'data-kind': kind, 'data-dashed': dashed && 'true' }, name),
      ),
      strip && el('li', { class: 'of-strip' }, strip.name),
      strip?.keys.map(([kind, name]) =>
        el('li', { 'data-kind': kind, 'data-square': 'true' }, name),
      ),
    );
  }

  function draw(Chart, what) {
    chart?.destroy();
    shape = shapeOf(what);
    const options = { width: plot.clientWidth || 300, ...optionsOf(() => shown, colour, read) };
    chart = new Chart(options, columnsOf(what), plot);
  }

  plot.addEventListener('keydown', (event) => {
    if (!chart) return;
    const last = shown.x.values.length - 1;
    const now = chart.cursor.idx ?? -1;
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const i = Math.min(last, Math.max(0, to));
    chart.setCursor({ left: chart.valToPos(shown.x.values[i], 'x'), top: HEIGHT / 2 });
  });
  dark.addEventListener('change', () => {
    colours = new Map();
    chart?.redraw(true, true);
  });
  new ResizeObserver(() => {
    const width = plot.clientWidth;
    if (chart && width && width !== chart.width) chart.setSize({ width, height: HEIGHT });
  }).observe(plot);

  return {
    element,
    /**
     * @param what `x`: values, what each is called and its ticks; `lines` with values, their text, and what
     * chance leaves open; `marks` colours below each value, explained by `strip`; `at` where a line stands.
     */
    async show(what) {
      const mine = ++turn;
      shown = what;
      showKeys(what);
      tabulate();
      readout.textContent = what.x.hint;
      try {
        const Chart = await uPlot();
        if (mine !== turn) return;
        if (chart && shape === shapeOf(what)) chart.setData(columnsOf(what));
        else draw(Chart, what);
      } catch {
        // The table says all of it.
        plot.hidden = true;
        table.open = true;
      }
      plot.removeAttribute('aria-busy');
    },
  };
}
