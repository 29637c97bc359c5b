import { exactPercent as percent, whole, decimals } from './lang/numbers.js';
import { isEnglish, say } from './lang/say.js';
import { BANDS, between } from './words.js';

// What a marketer reads of a report (`Report` in ../src/training/measure/report.ts): words, then bars, then tables.

const escaped = (text) => String(text).replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

const METHODS = {
  'recently viewed': 'What this shopper viewed last',
  popularity: 'What sells most',
  'co-visitation': 'What others viewed next',
  'V-SKNN': 'What visits like this one led to',
};

/** By title of a report: its bar. */
const OWN = {
  'Not trained on it': 'nextaisle, not trained on it',
  'Trained on it': 'nextaisle, trained on it',
};

/** @param reports by title; the last one is described in words. */
export function reportOf(reports) {
  const all = [...reports];
  const [title, { report }] = all.at(-1);
  const before = all.length > 1 ? all[0][1].report : undefined;
  return `
    <h3>${say(title)}</h3>
    <p class="verdict">${verdict(report)}</p>
    <ul class="words">${sentences(report, before)
      .map((one) => `<li>${one}</li>`)
      .join('')}</ul>
    ${bars(all)}
    ${sets(report)}
    ${bands(report)}
    ${all
      .map(
        ([name, { text }]) =>
          `<details><summary>${say('{title}: every figure', { title: say(name) })}</summary><pre${isEnglish() ? '' : ' lang="en"'}>${escaped(text)}</pre></details>`,
      )
      .reverse()
      .join('')}`;
}

/** The decision, before what it rests on. */
const verdict = ({ verdict: { ship } }) =>
  ship
    ? say('It is worth using: it beats every simple method by more than chance.')
    : say(
        'It is not worth using yet: a simple method does as well, or there is too little to tell.',
      );

function sentences(report, before) {
  const { nextItem, nextAction, data, shelf } = report;
  const ours = nextItem.at(-1).recall20;
  const list = [];
  if (ours.n) {
    list.push(
      say(
        '<strong>The next product</strong> was among its 20 best of {items#} in <strong>{share}</strong> of {cases|# case|# cases} ({range}).',
        {
          items: data.coverage.scored,
          share: percent(ours.value),
          cases: ours.n,
          range: between(ours),
        },
      ),
      ...besideClosest(nextItem, report.verdict.item),
    );
    if (before) {
      list.push(
        say('Before it was trained on this log it had {share}.', {
          share: percent(before.nextItem.at(-1).recall20.value),
        }),
      );
    }
  } else {
    list.push(
      say('No visit of the latest tenth goes on to another product: there is nothing to ask.'),
    );
  }
  if (report.actionsTold > 1) list.push(ofAction(nextAction, report.againstMarkov));
  list.push(ofShelf(shelf));
  if (data.coverage.unknown > 0) {
    const { known, byContent, unknown } = data.coverage;
    list.push(
      say(
        'Of the log’s {all|# product|# products} it knows {known#}, {byContent#} more by what the log tells of them, {unknown#} only from the history of a shopper who saw them.',
        { all: data.items, known, byContent, unknown },
      ),
    );
  }
  return list;
}

function ofAction([, markov, own], { low, high }) {
  const shares = { own: percent(own.accuracy.value), table: percent(markov.accuracy.value) };
  if (high < 0)
    return say(
      '<strong>The next action</strong>, leaving included, was its likeliest in {own} (a table of what usually follows: {table}). What it says of its own certainty is better than that table.',
      shares,
    );
  return low > 0
    ? say(
        '<strong>The next action</strong>, leaving included, was its likeliest in {own} (a table of what usually follows: {table}). What it says of its own certainty is <strong>worse</strong> than that table.',
        shares,
      )
    : say(
        '<strong>The next action</strong>, leaving included, was its likeliest in {own} (a table of what usually follows: {table}). What it says of its own certainty is not clearly better or worse than that table.',
        shares,
      );
}

function ofShelf({ k, said, came }) {
  const values = { k, said: percent(said), came: percent(came.value), range: between(came) };
  if (said > came.high)
    return say(
      '<strong>It is right less often than it says</strong>: on a shelf of {k} it expected the next product in {said} of cases, and it was there in {came} ({range}).',
      values,
    );
  return said < came.low
    ? say(
        '<strong>It is right more often than it says</strong>: on a shelf of {k} it expected the next product in {said} of cases, and it was there in {came} ({range}).',
        values,
      )
    : say(
        '<strong>It knows how sure it is</strong>: on a shelf of {k} it expected the next product in {said} of cases, and it was there in {came} ({range}).',
        values,
      );
}

/** The simple method that comes closest, and by how much on the same predictions. */
function besideClosest(nextItem, { method, standing, differences }) {
  const { recall20 } = nextItem.find((own) => own.method === method);
  const { low, high } = differences['recall@20'];
  const range = { low: 100 * low, high: 100 * high };
  return [
    say('The simple method that comes closest, “{method}”, had {share}.', {
      method: say(METHODS[method]),
      share: percent(recall20.value),
    }),
    standing === 'better'
      ? say('It is better, by more than chance: between {low.1} and {high.1} of 100 more.', range)
      : standing === 'worse'
        ? say(
            'It is <strong>worse</strong>, by more than chance: between {low.1} and {high.1} of 100 fewer.',
            { low: -range.high, high: -range.low },
          )
        : levelWith(range),
  ];
}

/** Too few cases are called level as well, however far apart the two are. */
function levelWith(range) {
  if (range.low > 0)
    return say(
      'In these cases it had between {low.1} and {high.1} of 100 more, but fewer than 100 cases are too few to rely on.',
      range,
    );
  return range.high < 0
    ? say(
        'In these cases it had between {low.1} and {high.1} of 100 fewer, but fewer than 100 cases are too few to rely on.',
        { low: -range.high, high: -range.low },
      )
    : say(
        'It is level with it, as far as this log can tell: between {low.1} and {high.1} of 100 more.',
        range,
      );
}

function bars(all) {
  const [, last] = all.at(-1);
  const rows = last.report.nextItem
    .slice(0, -1)
    .map(({ method, recall20 }) => [say(METHODS[method]), recall20, '']);
  for (const [title, { report }] of all) {
    rows.push([say(OWN[title]), report.nextItem.at(-1).recall20, ' class="own"']);
  }
  if (!rows[0][1].n) return '';
  return `<table class="bars totals"><caption>${say('Next product among the 20 best, with the range that chance leaves open')}</caption>
    <tbody>${rows
      .map(
        ([name, share, own]) => `<tr${own}><th scope="row">${escaped(name)}</th>
          <td><i class="bar ${own ? 'warm' : 'soft'}" style="--share:${share.value};--low:${share.low};--high:${share.high}"><s></s></i></td>
          <td class="number">${percent(share.value)}</td><td class="range">${between(share)}</td></tr>`,
      )
      .join('')}</tbody></table>`;
}

const table = (caption, head, rows) =>
  `<table class="cells"><caption>${caption}</caption><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>
   <tbody>${rows.map((row) => `<tr>${row.map((cell, i) => `<td data-what="${head[i]}">${cell}</td>`).join('')}</tr>`).join('')}</tbody></table>`;

function sets({ sets: list }) {
  if (!list.length) return '';
  return table(
    say('Shelves that promise to hold the next product, where there is one'),
    ['It promised', 'It held', 'Range', 'Products on the shelf, on average'].map((text) =>
      say(text),
    ),
    list.map(({ coverage, came, size }) => [
      percent(coverage),
      percent(came.value),
      between(came),
      decimals(size, 1),
    ]),
  );
}

function bands({ purchase, bandVisits: list }) {
  if (!purchase) return '';
  return table(
    say(
      'Visits by how likely it called a purchase: each counts once in every band it comes into, as it was when it came there',
    ),
    ['Band', 'Visits', 'It said', 'Bought', 'Range'].map((text) => say(text)),
    list.map(({ band, said, came }) =>
      came.n
        ? [say(BANDS[band]), whole(came.n), percent(said), percent(came.value), between(came)]
        : [say(BANDS[band]), 0, '–', '–', '–'],
    ),
  );
}
