export type Values = Record<string, unknown>;
export const START = Date.UTC(2026, 9, 5);
export const MINUTE = 60_000;

/** For tests: visits of four events, each as `make` says. */
export function rows(make: (visit: number, at: number) => Values, visits = 80): Values[] {
  return Array.from({ length: visits * 4 }, (_, i) => {
    const [visit, at] = [Math.floor(i / 4), i % 4];
    return {
      user: `u${visit}`,
      time: START + visit * 67 * MINUTE + at * MINUTE,
      event: at === 3 ? 'purchase' : 'view',
      item: `p${(visit + (at % 3)) % 30}`,
      ...make(visit, at),
    };
  });
}
