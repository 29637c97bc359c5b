import type { Core } from './core.js';
import type { Loaders } from './load/loaders.js';

/**
 * Opens the inspector with `?nextaisle` (not `?nextaisle-debug`) in the address, or in the name of a tab in
 * which it was open on the page before, and by Alt+Shift+N.
 */
export function inspectWhenAsked(core: Core): void {
  const open = (press?: (door: Awaited<ReturnType<Loaders['loadInspector']>>) => void) =>
    core.loaders.loadInspector().then(press).catch(core.onFault);
  if (/[?&]nextaisle\b(?!-)/.test(location.href + window.name)) {
    core.heard = [];
    open();
  }
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.altKey && event.shiftKey && event.code === 'KeyN')
        open((door) => door.openInspector(true));
    },
    // Its signal ends it.
    core,
  );
}
