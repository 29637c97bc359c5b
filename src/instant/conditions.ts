/** What browsers tell of the line and the device; Safari and Firefox tell little of it. */
interface Device {
  connection?: EventTarget & { saveData?: boolean; effectiveType?: string };
  deviceMemory?: number;
}

/** GB. Chromium tells 0.25, 0.5, 1, 2, 4 or 8. */
const LEAST_MEMORY = 2;
/** A prerendered page runs: it needs the memory of a second tab. */
const LEAST_MEMORY_TO_PRERENDER = 4;

/** Why nothing may be asked for on this line and device; undefined where it may. */
export function whyNot(
  { connection, deviceMemory = 8 }: Device = navigator as Device,
): 'saves-data' | 'slow' | 'little-memory' | undefined {
  if (connection?.saveData) return 'saves-data';
  if ((connection?.effectiveType ?? '4g') !== '4g') return 'slow';
  return deviceMemory < LEAST_MEMORY ? 'little-memory' : undefined;
}

export const mayPrerender = ({ deviceMemory = 8 }: Device = navigator as Device): boolean =>
  deviceMemory >= LEAST_MEMORY_TO_PRERENDER;

/** Calls back when what `whyNot` reads, or whether the page is seen, may have changed. */
export function watchConditions(changed: () => void, signal: AbortSignal): void {
  const { connection } = navigator as Device;
  connection?.addEventListener?.('change', changed, { signal });
  document.addEventListener('visibilitychange', changed, { signal });
}
