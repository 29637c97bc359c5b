import type { Core } from './core.js';

/**
 * Opens the inspector with `?nextaisle` (not `?nextaisle-debug`) in the address, or in the name of a tab in
 * which it was open on the page before, and by Alt+Shift+N.
 */
export function inspectWhenAsked(core: Core): void {
  const open = () => core.loaders.loadInspector();
  if (/[?&]nextaisle\b(?!-)/.test(location.href + window.name)) {
    core.heard = [];
    open().catch(core.onFault);
  }
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.altKey && event.shiftKey && event.code === 'KeyN')
        open()
          .then((door) => door.openInspector(true))
          .catch(core.onFault);
    },
    // Its signal ends it.
    core,
  );
}
