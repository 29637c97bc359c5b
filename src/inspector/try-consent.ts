import type { ConsentChoice } from '../consent/consent.js';
import type { Context, Panel } from './context.js';
import { button, codeLine, el, section } from './view.js';

const CONSENT: readonly ConsentChoice[] = ['granted', 'session', 'memory', 'denied'];

/** What the shopper could choose, as if they had, and the line of code for it. */
export function tryConsent({ inspected, name, say }: Context): Panel {
  const { predictor, settings } = inspected;
  const consentCode = el('div');
  const choose = (choice: ConsentChoice) => {
    predictor.consent(choice);
    const { tier, reason } = predictor.status().consent;
    say(`Consent is now "${tier}" (${reason}).`);
    const call = name === 'predictor' ? 'predictor.consent' : `${name}.consent`;
    consentCode.replaceChildren(
      codeLine(`${call}('${choice}')`, say),
      codeLine(`data-consent="${choice}"`, say),
    );
    update();
  };
  const consents = CONSENT.map((choice) => ({
    choice,
    pressed: button(choice, () => choose(choice)),
  }));

  const element = section(
    'Consent',
    el(
      'p',
      { class: 'hint' },
      'As the shopper’s own choice would: a lower one deletes what may not be kept any more.',
    ),
    el(
      'div',
      { class: 'segmented', role: 'group', 'aria-label': 'Consent' },
      ...consents.map(({ pressed }) => pressed),
    ),
    el(
      'div',
      { class: 'row' },
      button('Back to the page’s own', () => choose(settings.consent)),
    ),
    consentCode,
  );

  function update(): void {
    const { tier } = predictor.status().consent;
    for (const { choice, pressed } of consents) {
      const means = choice === 'granted' ? 'persistent' : choice === 'denied' ? 'off' : choice;
      pressed.setAttribute('aria-pressed', String(means === tier));
    }
  }

  return { element, update };
}
