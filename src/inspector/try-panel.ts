import type { Context, Panel } from './context.js';
import type { PageTrial } from './trial.js';
import { tryConsent } from './try-consent.js';
import { tryReplay } from './try-replay.js';
import { tryRules } from './try-rules.js';
import { el } from './view.js';

/** What would be, on the page as it stands: rules, consent, a visit. */
export function tryPanel(context: Context & { trial: PageTrial }): Panel {
  const parts = [tryRules(context), tryConsent(context), tryReplay(context)];
  return {
    element: el('div', {}, ...parts.map(({ element }) => element)),
    update() {
      for (const part of parts) part.update();
    },
    stop() {
      for (const part of parts) part.stop?.();
    },
  };
}
