import type { Spoken } from '../prediction/spoken.js';
import type { Core } from './core.js';

/**
 * The language of what a shopper reads: that of the option `lang`, else of the page, also when it changes.
 * English needs no table: it serves until the code of the others has come, and where that cannot.
 * @param onChange other words are there.
 */
export function createLanguage(core: Core, onChange: () => void) {
  const { settings, loaders, signal, onFault } = core;
  // A document that is being replaced has none.
  const root: HTMLElement | null = document.documentElement;
  const wanted = settings.lang || root?.lang || '';
  let spoken: Spoken = { language: { wanted, used: 'en' } };
  let ready: Promise<void> | undefined;
  const load = () => {
    ready ??= loaders
      .loadLanguages()
      .then(({ follow }) =>
        follow(settings, root, signal, onFault, (next) => {
          spoken = next;
          onChange();
        }),
      )
      .catch(onFault);
  };
  if (settings.texts || !/^(en(-\w+)*)?$/i.test(wanted)) load();
  else if (root && globalThis.MutationObserver) {
    const observer = new MutationObserver(load);
    observer.observe(root, { attributeFilter: ['lang'] });
    signal.addEventListener('abort', () => observer.disconnect());
  }
  return {
    /** Resolves when the words of the first language are there, or cannot be. */
    ready,
    spoken: () => spoken,
  };
}

export type Language = ReturnType<typeof createLanguage>;
