import type { RankRules } from '../prediction/rank.js';
import type { Hearing } from './hearing.js';
import type { Moment } from './chart.js';
import type { PageSources } from './page-sources.js';
import type { Inspected } from './predictors.js';
import type { RequestCounter } from './requests.js';
import type { Visit } from './replay.js';
import type { ConsentReport } from '../doctor/examine-consent.js';
import type { Speech } from './speech.js';
import type { Child } from './view.js';

/** What every panel is given: one predictor, what was heard of it, and what the page shows. */
export interface Context {
  inspected: Inspected;
  /** The name of the predictor in the page's scripts. */
  name: string;
  hearing: Hearing;
  moments: readonly Moment[];
  sources: PageSources;
  requests: RequestCounter;
  signals(): readonly ConsentReport[];
  visits(): readonly Visit[];
  trial: Trial;
  /** The language, in words and numbers. */
  speech: Speech;
  say: Speech['say'];
  /** Tells what came of a press, also those who do not see it. */
  tell(said: Child): void;
  /** The shopper's events were forgotten by a press in here. */
  onForget(): void;
}

/** The rules that are tried, and where. */
export interface Trial {
  rules(): RankRules;
  set(rules: RankRules): void;
}

/** One of the views. */
export interface Panel {
  element: HTMLElement;
  update(): void;
  stop?(): void;
}
