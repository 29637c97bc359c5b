/*
 * This room reads a portrait off the events of this device: what the shopper has a taste for, what is being
 * compared, how far the visit has come. Nothing is stored. `looks.ts` turns events into weighted looks,
 * `usual.ts` says how often others look at the same, `taste.ts` compares the two; `price-bands.ts`,
 * `comparison.ts`, `stage.ts`, `pace.ts` and `visitor.ts` are a reading each, `words.ts` says them.
 */

import type { ConsentTier } from '../consent/consent-signal.js';
import type { ShopEvent } from '../events/event.js';
import { sameSession } from '../events/session.js';
import type { Pause } from '../lib/async/turns.js';
import type { PredictorError } from '../lib/errors.js';
import type { Prediction } from '../prediction/prediction.js';
import { comparisonsOf } from './comparison.js';
import { emptyProfile } from './empty-profile.js';
import type { KnownItems } from './facts.js';
import { brandIn, categoriesIn, looksOf } from './looks.js';
import { type ProfileOptions, readOptions } from './options.js';
import { paceOf } from './pace.js';
import type { Profile } from './portrait.js';
import { bandsOf } from './price-bands.js';
import { stageOf } from './stage.js';
import { tastesOf } from './taste.js';
import type { Tools } from './tools.js';
import { usualOf } from './usual.js';
import { visitorOf } from './visitor.js';

/** The sentences, in files of their own. */
export interface WordsModule {
  putIntoWords(
    profile: Profile,
    texts: unknown,
    nameOf: (id: string) => string,
    onFault: (error: PredictorError) => void,
    tools: Tools,
  ): string[];
}

/** Of a predictor, what a portrait is read from. */
export interface ProfileSource {
  core: {
    settings: { environment: { now(): number }; sessionMinutes: number };
    turns: { pause: Pause };
    onFault(error: PredictorError): void;
    predictor?: { status(): { language: { used: string } } };
  };
  lifecycle: { state(): string };
  consent: { state(): { tier: ConsentTier } };
  history: { events(): readonly ShopEvent[] };
  model: { tokens(): KnownItems };
  scoring: { upToDate(): Promise<void> };
  latest(): Pick<Prediction, 'intent'>;
}

/** The latest, of as many as a page may keep. */
const MOST_EVENTS = 5000;

/**
 * Reads the portrait. An `exclude` that cannot be read is reported, and then nothing is told.
 * @param loadWords files of their own, which the sentences need in the language that the predictor speaks.
 */
export async function profileOf(
  source: ProfileSource,
  given: ProfileOptions | undefined,
  tools: Tools,
  loadWords: (used?: string) => Promise<WordsModule>,
): Promise<Profile> {
  const { core, lifecycle, consent, history, model, scoring, latest } = source;
  const [badOption, , , , toPredictorError] = tools;
  const { settings, turns, predictor, onFault } = core;
  const ts = settings.environment.now();
  const options = readOptions(given, onFault, tools);
  const words = await loadWords(predictor?.status().language.used).catch((thrown) => {
    throw toPredictorError(thrown, 'CHUNK_MISSING');
  });
  await scoring.upToDate();
  const profile: Profile = { ...emptyProfile(), ts };
  if (!options || lifecycle.state() === 'destroyed') return profile;

  const events = history.events().slice(-MOST_EVENTS);
  const known = model.tokens();
  const { looks, kept } = looksOf(events, known, options.isExcluded, ts);
  const usual = await usualOf(known, looks, options.isExcluded, turns.pause);
  // With the log or the catalog at hand, every category is known.
  if (usual.isWhole)
    for (const path of options.unmet()) onFault(badOption('profile.exclude', path));

  const last = kept[kept.length - 1];
  const goesOn = last && sameSession(last, ts, settings.sessionMinutes * 60_000);
  const isNow = (event: ShopEvent) => goesOn && event.session === last.session;
  const visit = kept.filter(isNow);
  const comparing = comparisonsOf(looks.filter(({ event }) => isNow(event)));
  Object.assign(profile, {
    events: events.length,
    excluded: events.length - kept.length,
    categories: tastesOf(looks, 'category', categoriesIn, usual.category),
    brands: tastesOf(looks, 'brand', brandIn, usual.brand),
    prices: bandsOf(looks, usual),
    comparing,
    stage: stageOf(visit, latest().intent, comparing),
    pace: paceOf(visit, kept),
    visitor: visitorOf(kept, consent.state().tier),
  });
  const nameOf = (id: string) => known.rows.item(known.rows.indexOf(id))?.name ?? id;
  profile.sentences = words.putIntoWords(profile, options.texts, nameOf, onFault, tools);
  return profile;
}
