import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { MINUTE, rows, START, type Values } from '../src/training/data/odd-log.fixture.js';
import { useCommands } from '../src/training/node/command.fixture.js';
import { loadLog } from '../src/training/node/load-log.js';
import { readShards } from '../src/training/shards/read-shards.js';

// What `train` says of a log, `prepare` says too: whether SQL reads it or the reader of `train` does.

const { path, run } = useCommands();

const text = (all: readonly Values[]): string => {
  const headers = [...new Set(all.flatMap((line) => Object.keys(line)))];
  const cell = (value: unknown) => String(value ?? '');
  return [headers, ...all.map((line) => headers.map((header) => cell(line[header])))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
};
const csv = (make: (visit: number, at: number) => Values = () => ({})): string => text(rows(make));
const iso = (visit: number, at: number, more = 0) =>
  new Date(START + visit * 67 * MINUTE + at * MINUTE + more).toISOString();
type Files = Record<string, string>;
const one = (make: (visit: number, at: number) => Values): Files => ({ 'a.csv': csv(make) });

const accounts = (
  who: (visit: number, at: number) => [account: string, browser: string],
): Files => ({
  'a.csv': text(
    rows((visit, at) => {
      const [user_id, anonymous_id] = who(visit, at);
      return { user_id, anonymous_id };
    }).map(({ user: _, ...line }) => line),
  ),
});

/** Each with what has to be said of it. */
const SAID: Record<string, [files: Files, said: RegExp]> = {
  'a category that is the device': [
    one((visit) => ({ category: ['desktop', 'mobile', 'tablet'][visit % 3] })),
    /a?category is left out: it says which device was used/,
  ],
  'several currencies': [
    one((visit) => ({ price: 5, currency: visit % 2 ? 'EUR' : 'USD' })),
    /prices are of several currencies \(currency: /,
  ],
  'columns that nobody reads': [
    one((visit) => ({ 'page.category': `c${visit % 3}`, 'seller.name': 'Acme' })),
    /left unread: page\.category \(category\?\)/,
  ],
  'no column of types': [
    { 'a.csv': text(rows(() => ({})).map(({ event: _, ...line }) => line)) },
    /no column of types was found: every line is read as a click/,
  ],
  'a header under a title': [
    { 'a.csv': `Export of the shop\n${csv()}` },
    /a\.csv: the header is in line 2/,
  ],
  'ids written as 1000.0': [
    one((visit, at) => ({ item: `${1000 + ((visit + at) % 9)}.0` })),
    /ids \(item\) are whole numbers written like 1000\.0: read as 1000/,
  ],
  'times without a zone, and a column of zones': [
    one((visit, at) => ({ time: iso(visit, at).slice(0, 19), time_zone: 'Europe/Berlin' })),
    /times \(time\) have no zone and are taken as UTC, whatever time_zone says/,
  ],
  'times with and without a zone': [
    one((visit, at) => ({ time: visit % 4 ? iso(visit, at) : iso(visit, at).slice(0, 19) })),
    /times \(time\) are of two kinds: 240 have a zone, and 80 have none/,
  ],
  'words for what is missing': [
    one((visit, at) => ({
      user: visit % 20 ? `u${visit}` : 'guest',
      session: `s${visit}`,
      name: at ? '(not set)' : 'Mug',
    })),
    /read as missing: name \(not set\) 240 times, user guest 16 times/,
  ],
  'actions that nobody knows': [
    one((visit, at) => (visit < 3 && at === 1 ? { event: 'zoomed' } : {})),
    /unknown actions: zoomed 3 times\. Say what they mean/,
  ],
  'browsers that had an account later': [
    accounts((visit, at) => [at > 1 ? `c${visit}` : '', `b${visit}`]),
    /80 anonymous shoppers later had an account/,
  ],
  'a browser of several accounts': [
    accounts((visit, at) => [at > 1 ? `c${visit}` : '', `b${visit % 60}`]),
    /20 browsers were used by several accounts/,
  ],
  'names that are none of the product': [
    one((visit, at) => ({ title: `Nice ${visit}.${at}` })),
    /names? (?:were )?left out/,
  ],
  'products that are one but for case': [
    one((visit, at) => ({ item: `${visit % 2 ? 'SKU' : 'sku'}-${(visit + at) % 9}` })),
    /9 products have the id of another one but for case or zeros/,
  ],
  'shoppers that are one but for case': [
    one((visit) => ({ user: `${visit % 2 ? 'Anna' : 'anna'}-${visit >> 1}@x.de` })),
    /40 shoppers have the id of another one but for case or zeros \(anna-0@x\.de, Anna-0@x\.de\)/,
  ],
  'products that are dates': [
    one((visit, at) => ({ item: `${1 + ((visit + at) % 9)}-Feb` })),
    /9 product ids are dates/,
  ],
  'letters that were encoded twice': [
    one((visit, at) => ({ name: `Stuhl fÃ¼r ${(visit + (at % 3)) % 30}` })),
    /were encoded twice/,
  ],
  'a clock of twelve hours': [
    one((visit, at) => {
      const date = new Date(START + visit * 67 * MINUTE + at * MINUTE);
      date.setUTCHours(date.getUTCHours() % 12 || 12);
      return { time: date.toISOString() };
    }),
    /no event is before 1:00 or after 12:59/,
  ],
  'the time of loading': [
    one((visit) => ({ time: iso(visit, 0) })),
    /in 100% of its visits all events have one time/,
  ],
  'purchases of strangers': [
    one((visit, at) => ({ user: at === 3 ? `c${visit}` : `u${visit}` })),
    /100% of the purchases are of shoppers who did nothing else/,
  ],
  'lines that are no products': [
    one((_, at) => (at === 3 ? { item: 'POST', name: 'Postage' } : {})),
    /80 events are about Postage: is that a product\?/,
  ],
  'session ids of several shoppers': [
    one((visit, at) => ({ session: `s${(visit * 4 + at) % 30}` })),
    /30 of 30 session ids belong to several shoppers: they are no sessions/,
  ],
  'times before shops were': [
    one((visit, at) => (visit === 3 && at === 0 ? { time: '1980-01-01T00:00:00Z' } : {})),
    /1 event is dated before 1990/,
  ],
  'letters that were lost': [
    one((visit, at) => (visit === 3 && at === 0 ? { name: 'St\uFFFDhle' } : { name: '' })),
    /1 line with the sign \uFFFD.*the first is line 14/,
  ],
  'a last line without an end': [{ 'a.csv': csv().slice(0, -1) }, /its last line has no line end/],
  'an empty part': [{ 'a.csv': '', 'b.csv': csv() }, /a\.csv: it is empty/],
  'a file beside the log': [
    { 'a.csv': csv(), 'readme.md': 'x' },
    /readme\.md: left out: no log by its name/,
  ],
  'clicks alone': [one(() => ({ event: 'view' })), /it holds clicks only/],
  'far more purchases than in a shop': [
    one(() => ({})),
    /in 100% of its visits something was bought/,
  ],
};

async function written(name: string, files: Files): Promise<string> {
  const folder = path(name.replaceAll(/\W+/g, '-'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
    writeFileSync(`${folder}/${file}`, content);
  }
  return folder;
}

/** A column that SQL does not read: each line is read as `train` reads it. */
const careful = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      content.replaceAll(/^(?=.*,)(.*)$/gm, (line, _, at) =>
        at === content.indexOf(line) && /user/.test(line) ? `${line},is_test` : `${line},0`,
      ),
    ]),
  );

/** Each takes a second: a gate runs the second way for some of them. */
const all = process.env.NEXTAISLE_ODD_LOGS === 'all';

test.each(
  Object.entries(SAID).flatMap(([name, [files, said]], i) => [
    [name, 'SQL', files, said] as const,
    ...(all || i % 6 === 0 ? [[name, 'the reader', careful(files), said] as const] : []),
  ]),
)('says of %s what train says, read by %s', async (name, how, files, said) => {
  const log = await written(`${name} ${how}`, files);
  const out = `${log}-shards`;
  const prepared = await run('prepare', log, '--out', out, '--json');
  expect(prepared.code, prepared.err).toBe(0);
  expect(prepared.err.includes('read as train does')).toBe(how === 'the reader');
  const { notes, refused } = JSON.parse(prepared.out) as {
    notes: string[];
    refused: { reason: string; places: string[] }[];
  };
  expect(notes.join('\n')).toMatch(said);
  const train = await loadLog([log]);
  // Names are told of with the first place, as all that SQL has changed.
  const inTrain = train.notes.filter((note) => !/^names were left out/.test(note));
  expect(notes.filter((note) => !/ × /.test(note)).sort()).toEqual(inTrain.sort());
  const places = (all: typeof refused) =>
    all.map(({ reason, places: [place] }) => [reason, place.replace(/^.*\//, '')]).sort();
  expect(places(refused)).toEqual(places(train.refused));
  const shards = await readShards(out);
  expect(shards.data.items.map((item) => item.name)).toEqual(
    train.data.items.map((item) => item.name),
  );
  // What is said before a training says it, too, but for what only the log's own ids show.
  const again = shards.notes.join('\n');
  for (const note of shards.manifest.notes) expect(again).toContain(note);
});
