import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { NEXT_ACTIONS } from '../../prediction/calibrate.js';
import type { SessionPrediction } from './predict-shoppers.js';

/** Takes predictions one by one; the file is there when it is closed, or not at all. */
export interface PredictionSink {
  add(prediction: SessionPrediction): void;
  close(): void;
  /** Drops what was written. */
  cancel(): void;
}

/** Kinds of file by the ending of their name. */
export const PREDICTION_FILES = /\.(jsonl|ndjson|csv|parquet)$/i;

type Row = Record<string, string | number | null>;
type ColumnType = 'STRING' | 'INT32' | 'DOUBLE';

/** The columns of a table: one row a product, the session's chances on each. */
const COLUMNS: Readonly<Record<string, ColumnType>> = {
  shopper: 'STRING',
  shopper_column: 'STRING',
  began: 'STRING',
  until: 'STRING',
  events: 'INT32',
  rank: 'INT32',
  item: 'STRING',
  probability: 'DOUBLE',
  action: 'STRING',
  ...Object.fromEntries(NEXT_ACTIONS.map((action) => [`next_${action}`, 'DOUBLE' as const])),
  intent_purchase: 'DOUBLE',
  intent_cart: 'DOUBLE',
  band: 'STRING',
};

/** A session without a product to name keeps its one row. */
export function rowsOfPrediction(prediction: SessionPrediction): Row[] {
  const { shopper, shopperColumn, began, until, events, actions, intent, items } = prediction;
  const none = { id: null, rank: null, probability: null, action: null };
  return (items.length ? items : [none]).map(({ id, rank, probability, action }) => ({
    shopper,
    shopper_column: shopperColumn,
    began,
    until,
    events,
    rank,
    item: id,
    probability,
    action,
    ...Object.fromEntries(NEXT_ACTIONS.map((name) => [`next_${name}`, actions[name]])),
    intent_purchase: intent.purchase,
    intent_cart: intent.cart,
    band: intent.band,
  }));
}

/** @param path one of `PREDICTION_FILES`. */
export function openPredictionFile(path: string): PredictionSink {
  const part = `${path}.part`;
  const sink = /\.parquet$/i.test(path) ? parquetFile(part) : textFile(part, /\.csv$/i.test(path));
  return {
    add: sink.add,
    close() {
      sink.close();
      renameSync(part, path);
    },
    cancel: () => rmSync(part, { force: true }),
  };
}

function textFile(path: string, isCsv: boolean): Omit<PredictionSink, 'cancel'> {
  const file = openSync(path, 'w');
  const names = Object.keys(COLUMNS);
  if (isCsv) writeSync(file, `${names.join(',')}\n`);
  return {
    add(prediction) {
      const text = isCsv
        ? rowsOfPrediction(prediction)
            .map((row) => `${names.map((name) => csvCell(row[name])).join(',')}\n`)
            .join('')
        : `${JSON.stringify(prediction)}\n`;
      writeSync(file, text);
    },
    close: () => closeSync(file),
  };
}

const csvCell = (value: string | number | null): string => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows of a row group: what is held in memory. */
const GROUP = 50_000;

function parquetFile(path: string): Omit<PredictionSink, 'cancel'> {
  const writer = fileWriter(path);
  const columnsOf = (rows: readonly Row[]) =>
    Object.entries(COLUMNS).map(([name, type]) => ({
      name,
      type,
      data: rows.map((row) => row[name]),
    }));
  const schema = schemaFromColumnData({ columnData: columnsOf([]) });
  const parquet = new ParquetWriter({ writer, schema, createdBy: 'nextaisle' });
  let rows: Row[] = [];
  const flush = () => {
    if (rows.length) parquet.write({ columnData: columnsOf(rows), rowGroupSize: GROUP });
    rows = [];
  };
  return {
    add(prediction) {
      rows.push(...rowsOfPrediction(prediction));
      if (rows.length >= GROUP) flush();
    },
    close() {
      flush();
      parquet.finish();
    },
  };
}
