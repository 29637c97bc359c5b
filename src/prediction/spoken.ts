import type { PredictedItem } from './prediction.js';

/** The language of what shoppers read. */
export interface LanguageStatus {
  /** The one asked for, as `Intl` and `lang` have it; empty where the page names none. */
  wanted: string;
  /** That of the words; why it is another is in `faults`. */
  used: string;
  /** Where its lines begin, if known. */
  dir?: 'ltr' | 'rtl';
  /** The name of a list of products without a heading, for screen readers, if not in English. */
  label?: string;
}

/** What a predictor says to shoppers. */
export interface Spoken {
  language: LanguageStatus;
  /** Puts reasons into words of the shopper's language; left out where English serves. */
  say?(items: readonly PredictedItem[]): void;
}
