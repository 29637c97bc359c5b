/**
 * The text of every error of this library: what was wrong, and what to do. Sorted by code, in three
 * tables, so that a page does not load the texts that only the engine or the command line uses.
 */
const PAGE_TEXTS = {
  BACKEND_UNAVAILABLE: 'Cannot run here. Use "auto".',
  BAD_OPTION: 'Bad value.',
  CHUNK_MISSING: 'Not loaded. Serve all of dist/.',
  MODEL_MISSING: 'Not loaded. Check its URL.',
  STORE_FAILED: 'The history stays in memory.',
} as const;

/** Used by what reads and runs a model. */
const MODEL_TEXTS = {
  MODEL_CORRUPT: 'Not a model file. Train or download again.',
  MODEL_VERSION: 'Another version. Train again.',
} as const;

/** Used by chunks, training and the command line only, or always with a message of their own. */
const RARE_TEXTS = {
  BAD_COLUMN:
    'A column of the log could not be found or read. Name it with --columns field=header.',
  BAD_EVENT: 'The event was not counted.',
  BAD_LOG: 'This cannot be read as a log.',
  BAD_ITEM: 'The item could not be read. It needs an id of 1 to 200 characters.',
  BROWSER_MISSING: 'No Chromium could be opened. Install one, or name it with --browser.',
  CALLBACK_FAILED: 'A function of the page failed; it is left out.',
  CATALOG_FAILED: 'The catalog was not read, or only a part of it.',
  DESTROYED: 'The predictor was destroyed. Create another with createPredictor().',
  ENGINE_MISMATCH:
    'The engine disagrees with the golden vectors of the model file. The cpu engine serves instead.',
  INTERRUPTED: 'Training was interrupted. Go on with --resume.',
  NO_DATA: 'The log holds no usable session. A session needs at least two events.',
  NOT_INSTANT: 'No page is asked for before the click, or not in the best way.',
  NOTHING_TO_SHOW: 'A shelf has products, but none with a name or an address.',
  PAGE_FAILED: 'The page could not be examined.',
  PREDICTOR_MISSING: 'There is no predictor here: a provider or a script tag is missing.',
  TEXTS_MISSING: 'There are no words in the language of the page: they are in English.',
  UNCALIBRATED: 'A rule compares a chance of intent that only ranks here.',
} as const;

type PageCode = keyof typeof PAGE_TEXTS;
type ModelCode = keyof typeof MODEL_TEXTS;
type RareCode = keyof typeof RARE_TEXTS;
/**
 * What a `PredictorError` is about; each has a line in the catalogue of errors. `ENGINE_MISSING` always has a
 * message of its own, which no page has to load.
 */
export type ErrorCode = PageCode | ModelCode | RareCode | 'ENGINE_MISSING';

/** What an error may have besides its code. */
export interface ErrorDetails {
  /** Replaces the text of the catalogue. */
  message?: string;
  /** The error that caused this one. */
  cause?: unknown;
}

/**
 * The one error class. `code` is stable across versions; `detail` names the field or value that was
 * wrong; `cause` is the error that caused this one.
 */
export class PredictorError extends Error {
  /** `PredictorError`. */
  // Defined, not assigned: a page may have frozen `Error.prototype`.
  override name = 'PredictorError';
  /** For code to act on: stable across versions. */
  readonly code: ErrorCode;
  /** Which field, file or value was wrong; empty when the code says it all. */
  readonly detail: string;

  /** Compares names: chunks built apart, and each kind of build, have a class of their own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'PredictorError';
  }

  constructor(code: PageCode, detail?: string, details?: ErrorDetails);
  constructor(code: ErrorCode, detail: string, details: ErrorDetails & { message: string });
  constructor(code: ErrorCode, detail = '', details: ErrorDetails = {}) {
    // Error takes `cause` from its second argument, when it has one.
    super(details.message ?? sentence(PAGE_TEXTS[code as PageCode], detail), details);
    this.code = code;
    this.detail = detail;
  }

  /** Plain data for workers and JSON reports, without `cause`. */
  toJSON(): { code: ErrorCode; message: string; detail: string } {
    return { code: this.code, message: this.message, detail: this.detail };
  }
}

/** An error with a text of `RARE_TEXTS`. */
export function rareError(code: RareCode, detail = ''): PredictorError {
  return new PredictorError(code, detail, { message: sentence(RARE_TEXTS[code], detail) });
}

/** An error with a text of `MODEL_TEXTS`. */
export function modelError(code: ModelCode, detail = ''): PredictorError {
  return new PredictorError(code, detail, { message: sentence(MODEL_TEXTS[code], detail) });
}

const sentence = (text: string, detail: string) => (detail ? `${text} (${detail})` : text);

/** Wraps anything thrown in a `PredictorError`, as its cause; a `PredictorError` stays as it is. */
export function toPredictorError(thrown: unknown, code: PageCode): PredictorError {
  if (thrown instanceof PredictorError) return thrown;
  return new PredictorError(code, String(Object(thrown).message ?? thrown), { cause: thrown });
}
