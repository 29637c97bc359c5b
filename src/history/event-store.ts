/** The key orders events by time; the value is not parsed yet. */
export type StoreRecord = readonly [key: string, value: unknown];

/** Where a history outlives the page. Every method may reject; none throws. */
export interface EventStore {
  readonly kind: 'indexeddb' | 'session';
  /** In the order of their keys. Reading does not create a store that was never written to. */
  load(): Promise<StoreRecord[]>;
  /** A record with a known key replaces it. */
  append(records: readonly StoreRecord[]): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  /** Lets go of handles; the next call takes them again. */
  close(): Promise<void>;
}
