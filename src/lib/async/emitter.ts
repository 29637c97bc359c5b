/** A typed emitter whose listeners cannot harm one another or the page. */
export interface Emitter<Events extends object> {
  on<K extends keyof Events>(name: K, listener: (payload: Events[K]) => void): () => void;
  emit<K extends keyof Events>(name: K, payload: Events[K]): void;
  clear(): void;
}

export function createEmitter<Events extends object>(
  onListenerError: (thrown: unknown, name: keyof Events) => void,
): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(payload: never) => void>>();
  return {
    on(name, listener) {
      // A fresh function per call: the same listener added twice needs two removals.
      const own = (payload: Events[typeof name]) => listener(payload);
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(own as (payload: never) => void));
      return () => void set.delete(own as (payload: never) => void);
    },
    emit(name, payload) {
      // A copy: a listener that removes another mid-emit must not skip a third.
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          (listener as (payload: unknown) => void)(payload);
        } catch (thrown) {
          onListenerError(thrown, name);
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
