import { CmpApi as GppCmp } from '@iabgpp/cmpapi';
import { CmpApi as TcfCmp } from '@iabtechlabtcf/cmpapi';
import { GVL, TCModel, TCString } from '@iabtechlabtcf/core';
import { consentMode } from '../src/consent/consent-mode.js';
import { createConsent } from '../src/consent/consent.js';
import { doNotTrack, globalPrivacyControl } from '../src/consent/global-privacy-control.js';
import { platformSignals } from '../src/consent/platform-signals.js';
import { createHistory } from '../src/history/create-history.js';
import { browserEnvironment } from '../src/lib/environment.js';

// Runs in the pages of consent.test.ts: a shop that listens, and the IAB's own platforms.

const page = window as unknown as Record<string, unknown>;

/** Consent and history, wired as in a predictor. */
export function openShop() {
  const consent = createConsent({
    signals: [
      consentMode(page),
      globalPrivacyControl(navigator),
      doNotTrack(navigator),
      ...platformSignals(page, () => import('../src/consent/platforms.js')),
    ],
    onChange: ({ tier, decided }) => history.setTier(tier, decided),
  });
  const { tier, decided } = consent.state();
  const history = createHistory({
    environment: browserEnvironment(),
    tier,
    decided,
    loadStores: () => import('../src/history/stores.js'),
  });
  return {
    consent,
    history,
    see(item: string) {
      history.append({ type: 'click', item, ts: Date.now(), session: 's1', source: 'track' });
    },
    items: () => history.events().map(({ item }) => item),
    close() {
      consent.destroy();
      history.destroy();
    },
  };
}

/** Answers for the shopper, on every platform where consent can be withdrawn. */
interface Mouth {
  say(what: 'yes' | 'no'): void;
}

function openTcf(): Mouth & { ask(): void; doesNotApply(): void } {
  const cmp = new TcfCmp(31, 1);
  const encoded = (purposes: number[]) => {
    const purpose = { id: 0, name: '', description: '', illustrations: [] };
    const ids = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i + 1, purpose]));
    const gvl = new GVL({
      gvlSpecificationVersion: 3,
      vendorListVersion: 1,
      tcfPolicyVersion: 5,
      lastUpdated: '2026-01-01T00:00:00Z',
      purposes: ids,
      specialPurposes: {},
      features: {},
      specialFeatures: {},
      vendors: {},
      stacks: {},
      dataCategories: {},
    } as unknown as ConstructorParameters<typeof GVL>[0]);
    const model = new TCModel(gvl);
    model.cmpId = 31;
    model.cmpVersion = 1;
    model.isServiceSpecific = true;
    model.purposeConsents.set(purposes);
    return TCString.encode(model);
  };
  return {
    say: (what) => cmp.update(encoded(what === 'yes' ? [1, 5, 6] : [2])),
    ask: () => cmp.update('', true),
    doesNotApply: () => cmp.update(null),
  };
}

function openGpp(section: 'usnat' | 'tcfeuv2'): Mouth & { ask(): void } {
  const cmp = new GppCmp(31, 1);
  const ready = (on: boolean) =>
    cmp.setSignalStatus((on ? 'ready' : 'not ready') as Parameters<GppCmp['setSignalStatus']>[0]);
  cmp.setApplicableSections([section === 'usnat' ? 7 : 2]);
  return {
    ask: () => ready(false),
    say(what) {
      ready(false);
      if (section === 'usnat') cmp.setFieldValue(section, 'SaleOptOut', what === 'yes' ? 2 : 1);
      else
        cmp.setFieldValue(
          section,
          'PurposeConsents',
          Array.from({ length: 24 }, (_, i) => what === 'yes' && [1, 5, 6].includes(i + 1)),
        );
      cmp.fireSectionChange(section);
      ready(true);
    },
  };
}

/** The API as on a storefront, according to Shopify's documentation. */
function openShopify(): Mouth {
  let preferences = '';
  page.Shopify = {
    customerPrivacy: {
      preferencesProcessingAllowed: () => preferences === 'yes',
      currentVisitorConsent: () => ({ preferences }),
    },
  };
  return {
    say(what) {
      preferences = what;
      const detail = { preferencesAllowed: what === 'yes' };
      document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail }));
    },
  };
}

function openConsentMode(): Mouth {
  page.dataLayer ??= [];
  return {
    say(what) {
      const state = { personalization_storage: what === 'yes' ? 'granted' : 'denied' };
      (page.dataLayer as unknown[]).push(['consent', 'update', state]);
    },
  };
}

export const mouths = {
  'consent-mode': openConsentMode,
  tcf: openTcf,
  gpp: () => openGpp('usnat'),
  'gpp, Europe': () => openGpp('tcfeuv2'),
  shopify: openShopify,
};

/** The GPP stub: the platform takes over its listeners (`events`) and queued calls. */
export function gppStub() {
  const events: object[] = [];
  const queue: unknown[][] = [];
  page.__gpp = (...call: unknown[]) => {
    const [command, callback, parameter] = call;
    if (!call.length) return queue;
    if (command === 'events') return events;
    if (command === 'addEventListener') {
      const id = events.push({ id: events.length + 1, callback, parameter });
      const pingData = { gppVersion: '1.1', cmpStatus: 'stub', signalStatus: 'not ready' };
      (callback as (data: object, success: boolean) => void)(
        { eventName: 'listenerRegistered', listenerId: id, data: true, pingData },
        true,
      );
    } else queue.push(call);
    return undefined;
  };
}
