import type { ConsentChoice } from '../consent/consent.js';
import type { Context, Panel } from './context.js';
import { button, codeLine, el, section } from './view.js';

const CHOICES = {
  granted: 'granted',
  session: 'this tab',
  memory: 'this page',
  denied: 'denied',
} as const;
const CONSENT = Object.keys(CHOICES) as (keyof typeof CHOICES)[];

/** What the shopper could choose, as if they had, and the line of code for it. */
export function tryConsent({ inspected, name, say, tell }: Context): Panel {
  const { predictor, settings } = inspected;
  const consentCode = el('div');
  const choose = (choice: ConsentChoice) => {
    predictor.consent(choice);
    const { tier, reason } = predictor.status().consent;
    tell(say('Consent is now “{tier}” ({reason}).', { tier, reason: { told: reason } }));
    const call = name === 'predictor' ? 'predictor.consent' : `${name}.consent`;
    consentCode.replaceChildren(
      codeLine(`${call}('${choice}')`, { say, tell }),
      codeLine(`data-consent="${choice}"`, { say, tell }),
    );
    update();
  };
  const consents = CONSENT.map((choice) => ({
    choice,
    pressed: button(say(CHOICES[choice]), () => choose(choice)),
  }));

  const element = section(
    say('Consent'),
    el(
      'p',
      { class: 'hint' },
      say('As the shopper’s own choice would: a lower one deletes what may not be kept any more.'),
    ),
    el(
      'div',
      { class: 'segmented', role: 'group', 'aria-label': say('Consent') },
      ...consents.map(({ pressed }) => pressed),
    ),
    el(
      'div',
      { class: 'row' },
      button(say('Back to the page’s own'), () => choose(settings.consent)),
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
