/**
 * The worker behind demo/log.html: reads a shop's log on the device it is on, measures model files on it
 * and trains one. What it is asked and what it answers are the two unions below.
 */
import { createCollector } from './training/data/collect-log.js';
import { readSource } from './training/log/read-source.js';
import { loadedLines } from './training/measure/log-text.js';
import { openFile } from './training/page/open-file.js';
import { type PageSettings, readSettings } from './training/page/page-settings.js';
import { type LogSaid, logSentences } from './training/page/log-sentences.js';
import { codedSentence, type Said } from './training/page/coded-sentence.js';
import { type Report, report } from './training/measure/report.js';
import { reportText } from './training/measure/report-text.js';
import { simulatedLog } from './simulate/log.js';
import { simulateShop } from './simulate/shop.js';
import { simulateShoppers } from './simulate/shoppers.js';
import { type Comparison, compareShelves } from './studio/compare-shelves.js';
import { type MomentOutcome, type Offer, replayMoment } from './studio/replay-moment.js';
import { replayVisits } from './studio/replay-visits.js';
import { type PortraitAsked, segmentPortrait } from './studio/segment-portrait.js';
import { type Segment, segmentsOf } from './studio/segments.js';
import type { VisitTable } from './studio/visit-table.js';
import { splitByTime } from './training/data/split.js';
import type { SplitLog } from './training/data/split-log.js';
import type { TrainProgress } from './training/fit/train-options.js';
import { train } from './training/fit/train.js';
import { startWasmBackend } from './training/network/wasm-backend.js';
import { toPredictorError } from './lib/errors.js';
import { readModel } from './model/model-file.js';
import { writeModel } from './model/write-model.js';

export type Ask =
  /** A made-up log where there is no file. */
  | { kind: 'read'; files?: File[]; settings?: PageSettings }
  | { kind: 'measure'; model: ArrayBuffer }
  | { kind: 'train'; name: string }
  /** Visits of the latest tenth, played to the trained model; a rule, tried on them; a segment of them. */
  | { kind: 'visits' }
  | { kind: 'moment'; rule: unknown; offer: Offer }
  | ({ kind: 'portrait' } & PortraitAsked)
  /** The best so far is measured. */
  | { kind: 'stop' };

export type Answer =
  | { kind: 'reading'; lines: number }
  /** What it holds and what is odd about it, how it was read, and line by line. */
  | { kind: 'read'; holds: LogSaid[]; odd: LogSaid[]; remarks: Said[]; said: Said[] }
  | { kind: 'measuring'; done: number; of: number }
  | { kind: 'measured'; report: Report; text: string }
  | { kind: 'training'; progress: TrainProgress }
  | { kind: 'trained'; file: Uint8Array<ArrayBuffer>; report: Report; text: string }
  | { kind: 'visits'; table: VisitTable; comparison: Comparison; segments: Segment[] }
  | { kind: 'moment'; outcome: MomentOutcome }
  | { kind: 'portrait'; sentences: string[]; lang: string }
  | { kind: 'failed'; code: string; said: Said };

/** Enough for intervals of a percent, and a minute at most. */
const SAMPLE = 5000;
const SHOPPERS = 1500;

const page = self as unknown as {
  postMessage(answer: Answer): void;
  onmessage: (event: { data: Ask }) => void;
};
const tell = (answer: Answer) => page.postMessage(answer);
let log: SplitLog | undefined;
let trained: ArrayBuffer | undefined;
let table: VisitTable | undefined;
let stop = new AbortController();

page.onmessage = ({ data: ask }) => {
  if (ask.kind === 'stop') {
    stop.abort();
    return;
  }
  work(ask).catch((thrown) => {
    const { code, message } = toPredictorError(thrown, 'BAD_OPTION');
    tell({ kind: 'failed', code, said: codedSentence(message) });
  });
};

async function work(ask: Exclude<Ask, { kind: 'stop' }>): Promise<void> {
  if (ask.kind === 'read') {
    [log, trained, table] = [undefined, undefined, undefined];
    return read(ask);
  }
  if (!log) return;
  if (ask.kind === 'measure') {
    tell({ kind: 'measured', ...(await measure(ask.model)) });
    return;
  }
  if (ask.kind === 'visits') {
    if (trained) tell({ kind: 'visits', ...(await play(trained, log)) });
    return;
  }
  if (ask.kind === 'moment') {
    if (table) tell({ kind: 'moment', outcome: replayMoment(table, ask.rule, ask.offer) });
    return;
  }
  if (ask.kind === 'portrait') {
    if (table) tell({ kind: 'portrait', ...(await segmentPortrait(table, ask)) });
    return;
  }
  stop = new AbortController();
  await startWasmBackend(new URL('./', import.meta.url).href);
  const { data } = log;
  const model = await train(
    log,
    {
      card: {
        name: ask.name,
        version: '1',
        data: `${data.events} events in ${data.sessions} sessions over ${data.itemIds.length} items`,
      },
    },
    {
      signal: stop.signal,
      onProgress: (progress) => tell({ kind: 'training', progress }),
    },
  );
  const file = writeModel(model);
  trained = file.slice().buffer;
  tell({ kind: 'trained', file, ...(await measure(file.buffer)) });
}

async function play(file: ArrayBuffer, from: SplitLog) {
  table = await replayVisits(readModel(file), from, {
    onProgress: (done, of) => tell({ kind: 'measuring', done, of }),
  });
  return { table, comparison: compareShelves(table), segments: segmentsOf(table) };
}

/** Of the file: the number that counts is that of what a page would load. */
async function measure(file: ArrayBuffer): Promise<{ report: Report; text: string }> {
  const measured = await report(readModel(file), log as SplitLog, {
    sample: SAMPLE,
    onProgress: (done, of) => tell({ kind: 'measuring', done, of }),
  });
  return { report: measured, text: reportText(measured) };
}

async function read({ files = [madeUp()], settings = {} }: Extract<Ask, { kind: 'read' }>) {
  const { reading, ...meaning } = readSettings(settings);
  const collector = createCollector({
    ...meaning,
    onLines: (lines) => tell({ kind: 'reading', lines }),
  });
  for (const file of files) {
    const lines = collector.open(file.name);
    await readSource(openFile(file), reading, lines);
    lines.close();
  }
  const collected = collector.finish();
  log = splitByTime(collected.data);
  tell({
    kind: 'read',
    ...logSentences(collected),
    said: loadedLines(collected).map(codedSentence),
  });
}

function madeUp(): File {
  const shop = simulateShop({ seed: 7 });
  const lines = simulatedLog(shop, simulateShoppers(shop, { seed: 7, shoppers: SHOPPERS }));
  return new File([[...lines].join('\n')], 'made-up.csv');
}
