import type { EventStore, StoreRecord } from '../history/event-store.js';
import type { Forget } from '../history/forget.js';
import { isMomentForgotten } from '../history/moment-forgotten.js';
import { isMomentKey } from '../history/record-keys.js';
import { inTime } from '../lib/async/in-time.js';
import type { Environment } from '../lib/environment.js';
import { createLane } from '../lib/async/lane.js';
import { mergeRecords } from './merge-records.js';
import {
  keyOf,
  type LedgerRecord,
  type MomentRecord,
  parseRecord,
  type ShelfRecord,
} from './record.js';

/** Of each kind; the oldest are deleted first. */
const MAX_RECORDS = 200;
/** How long a store may take before the ledger goes on without it. */
const TIMEOUT_MS = 1500;

/**
 * The records of moments and shelves: in memory and, where consent allows a store, in the store of the
 * events under keys of their own. Every write reads first, because other tabs count into the same one.
 */
export function createLedger(options: {
  environment: Pick<Environment, 'now' | 'after'>;
  /** The store that consent allows at present. */
  store(): Promise<EventStore | undefined>;
  retentionMs: number;
}) {
  const { environment, store, retentionMs } = options;
  const lane = createLane();
  const records = new Map<string, LedgerRecord>();
  /** Keys that the store had when it was read last. */
  let stored = new Set<string>();
  const changed = new Set<string>();
  let saving: Promise<void> | undefined;
  /** Goes up when records are deleted: what is being read or written is outdated then. */
  let epoch = 0;

  /** When the store fails the records stay in memory; the history reports the fault. */
  const quietly = (task: () => Promise<void>) =>
    lane(() => inTime(environment, TIMEOUT_MS, task()).catch(() => {}));

  const addIn = (record: LedgerRecord) => {
    const key = keyOf(record);
    const before = records.get(key);
    records.set(key, before ? mergeRecords(before, record) : record);
  };

  const expired = () => {
    const earliest = environment.now() - retentionMs;
    const sorted = [...records].sort(([, a], [, b]) => b.since - a.since);
    return (['moments', 'shelf'] as const).flatMap((kind) =>
      sorted
        .filter(([, record]) => record.kind === kind)
        .filter(([, { since }], at) => at >= MAX_RECORDS || since < earliest)
        .map(([key]) => key),
    );
  };

  const read = async (): Promise<void> => {
    const from = epoch;
    const before = stored;
    const source = await store();
    const found = ((await source?.load()) ?? []).filter(([key]) => isMomentKey(key));
    if (from !== epoch) return read();
    if (!source) return;
    stored = new Set(found.map(([key]) => key));
    // Keys that are gone from the store: another tab deleted them.
    for (const key of before) if (!stored.has(key)) records.delete(key);
    const bad = found.flatMap(([key, value]: StoreRecord) => {
      const record = parseRecord(value);
      if (record) addIn(record);
      return record && keyOf(record) === key ? [] : [key];
    });
    const gone = [...bad, ...expired()];
    for (const key of gone) records.delete(key);
    if (gone.length) await source.remove(gone);
  };

  const write = async (keys: readonly string[]): Promise<void> => {
    const from = epoch;
    const batch = keys.flatMap((key): StoreRecord[] => {
      const record = records.get(key);
      return record ? [[key, record]] : [];
    });
    const target = await store();
    if (!target || !batch.length) return;
    await target.append(batch);
    // Else they were deleted during the write: take them out again.
    if (from === epoch) for (const key of keys) stored.add(key);
    else await target.remove(keys).then(() => write(keys));
  };

  /** One write for all changes of a task, after a read: another tab may have counted meanwhile. */
  const save = () => {
    saving ??= quietly(async () => {
      saving = undefined;
      const keys = [...changed];
      changed.clear();
      await read();
      await write(keys);
    });
    return saving;
  };

  const ofKind = <K extends LedgerRecord['kind']>(kind: K) =>
    [...records.values()].filter(
      (record): record is Extract<LedgerRecord, { kind: K }> => record.kind === kind,
    );

  return {
    /** Reads what the store and other tabs have. */
    refresh: () => quietly(read),
    moments: (): MomentRecord[] => ofKind('moments'),
    shelves: (): ShelfRecord[] => ofKind('shelf'),
    get: (key: string) => records.get(key),
    /** Replaces the record with the same key. Resolves when it is stored, or cannot be. */
    put(record: LedgerRecord) {
      records.set(keyOf(record), record);
      changed.add(keyOf(record));
      return save();
    },
    /** Consent allows another store: what is in memory goes there. */
    move() {
      stored.clear();
      for (const key of records.keys()) changed.add(key);
      return save();
    },
    /** In memory: the history deletes in the stores. */
    forget(what: Forget) {
      epoch++;
      for (const [key, record] of records) {
        if (what === 'all' || isMomentForgotten(what, record)) records.delete(key);
      }
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;
