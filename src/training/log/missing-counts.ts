import { counted } from './counted.js';

/** Words and names that are counted apart. */
const MOST = 200;

/** Counts the values that were read as missing: an item may really be called `None`. */
export function createMissingCounts() {
  const counts = new Map<string, number>();
  return {
    add(field: string, word: string, times = 1): void {
      const key = `${field} ${word}`;
      if (counts.size < MOST || counts.has(key)) counts.set(key, (counts.get(key) ?? 0) + times);
    },
    notes(): string[] {
      if (!counts.size) return [];
      const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8);
      const said = most.map(([what, times]) => `${what} ${counted(times, 'time')}`);
      return [`read as missing: ${said.join(', ')}${counts.size > most.length ? ', …' : ''}`];
    },
  };
}

/** Counts the actions that are not known, for the option that says what they mean. */
export function createUnknownActions() {
  const counts = new Map<string, number>();
  return {
    add(name: string, times = 1): void {
      if (counts.size < MOST || counts.has(name)) counts.set(name, (counts.get(name) ?? 0) + times);
    },
    notes(): string[] {
      if (!counts.size) return [];
      const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12);
      const said = most.map(([name, times]) => `${name} ${counted(times, 'time')}`);
      const option = most.map(([name]) => `${name}=…`).join(',');
      return [`unknown actions: ${said.join(', ')}. Say what they mean: --actions ${option}`];
    },
  };
}
