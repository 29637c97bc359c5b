import { BANDS } from './words.js';

// What a marketer reads of a report (`Report` in ../src/training/measure/report.ts): words, then bars, then tables.

const percent = (value) => `${(100 * value).toFixed(1)}%`;
const between = ({ low, high }) => `${percent(low)} to ${percent(high)}`;
const whole = (n) => n.toLocaleString('en');
const escaped = (text) => String(text).replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

const METHODS = {
  'recently viewed': 'What this shopper looked at last',
  popularity: 'What sells most',
  'co-visitation': 'What others looked at next',
  'V-SKNN': 'What visits like this one led to',
};

/** @param reports by title; the last one is described in words. */
export function reportOf(reports) {
  const all = [...reports];
  const [title, { report }] = all.at(-1);
  const before = all.length > 1 ? all[0][1].report : undefined;
  return `
    <h3>${escaped(title)}</h3>
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
          `<details><summary>${escaped(name)}: every figure</summary><pre>${escaped(text)}</pre></details>`,
      )
      .reverse()
      .join('')}`;
}

/** The decision, before what it rests on. */
const verdict = ({ verdict: { ship } }) =>
  ship
    ? 'It is worth using: it beats every simple method by more than chance.'
    : 'It is not worth using yet: a simple method does as well, or there is too little to tell.';

function sentences(report, before) {
  const { nextItem, nextAction, data, shelf } = report;
  const ours = nextItem.at(-1).recall20;
  const { item } = report.verdict;
  const list = [];
  if (ours.n) {
    list.push(
      `<strong>The next product</strong> was among its 20 best of ${whole(data.coverage.scored)} in <strong>${percent(ours.value)}</strong> of ${whole(ours.n)} cases (${between(ours)}).
       ${besideClosest(nextItem, item)}`,
    );
    if (before) {
      list.push(
        `Before it was trained on this log it had ${percent(before.nextItem.at(-1).recall20.value)}.`,
      );
    }
  } else
    list.push('No visit of the latest tenth goes on to another product: there is nothing to ask.');
  if (report.actionsTold > 1) {
    const [, markov, own] = nextAction;
    const { low, high } = report.againstMarkov;
    const apart =
      high < 0 ? 'better' : low > 0 ? '<strong>worse</strong>' : 'not clearly better or worse';
    list.push(
      `<strong>The next action</strong>, leaving included, was its likeliest in ${percent(own.accuracy.value)} (a table of what usually follows: ${percent(markov.accuracy.value)}). What it says of its own certainty is ${apart} than that table.`,
    );
  }
  const { said, came } = shelf;
  const sure =
    said > came.high
      ? 'It is right less often than it says'
      : said < came.low
        ? 'It is right more often than it says'
        : 'It knows how sure it is';
  list.push(
    `<strong>${sure}</strong>: on a shelf of ${shelf.k} it expected the next product in ${percent(said)} of cases, and it was there in ${percent(came.value)} (${between(came)}).`,
  );
  if (data.coverage.unknown > 0) {
    list.push(
      `Of the log's ${whole(data.items)} products it knows ${whole(data.coverage.known)}, ${whole(data.coverage.byContent)} more by what the log tells of them, ${whole(data.coverage.unknown)} only from the history of a shopper who saw them.`,
    );
  }
  return list;
}

/** The simple method that comes closest, and by how much on the same predictions. */
function besideClosest(nextItem, { method, standing, differences }) {
  const { recall20 } = nextItem.find((own) => own.method === method);
  const { low, high } = differences['recall@20'];
  const points = (share) => (100 * share).toFixed(1);
  const apart = {
    better: 'It is better, by more than chance',
    worse: 'It is <strong>worse</strong>, by more than chance',
    level: 'It is level with it, as far as this log can tell',
  }[standing];
  return `The simple method that comes closest, “${METHODS[method]}”, had ${percent(recall20.value)}. ${apart}: between ${points(low)} and ${points(high)} of 100 more.`;
}

function bars(all) {
  const [, last] = all.at(-1);
  const rows = last.report.nextItem
    .slice(0, -1)
    .map(({ method, recall20 }) => [METHODS[method], recall20, '']);
  for (const [title, { report }] of all) {
    rows.push([
      `nextaisle, ${title.toLowerCase()}`,
      report.nextItem.at(-1).recall20,
      ' class="own"',
    ]);
  }
  if (!rows[0][1].n) return '';
  return `<table class="bars totals"><caption>Next product among the 20 best, with the range that chance leaves open</caption>
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
    'Shelves that promise to hold the next product, where there is one',
    ['It promised', 'It held', 'Range', 'Products on the shelf, on average'],
    list.map(({ coverage, came, size }) => [
      percent(coverage),
      percent(came.value),
      between(came),
      size.toFixed(1),
    ]),
  );
}

function bands({ purchase, bands: list }) {
  if (!purchase) return '';
  return table(
    'Visits by how likely it called a purchase',
    ['Band', 'Predictions', 'It said', 'Bought', 'Range'],
    list.map(({ band, said, came }) =>
      came.n
        ? [BANDS[band], whole(came.n), percent(said), percent(came.value), between(came)]
        : [BANDS[band], 0, '–', '–', '–'],
    ),
  );
}
