/**
 * Every error this library reports, in one place: what was wrong, and what to do about it. Sorted by
 * code, in two tables, so that a page does not carry what only a chunk or the command line can say.
 */
const PAGE_TEXTS = {
  BACKEND_UNAVAILABLE: 'The engine cannot run here. Use "auto".',
  BAD_OPTION: 'This option has a bad value.',
  CHUNK_MISSING: 'Not loaded. Serve all of dist/.',
  MODEL_CORRUPT: 'Not a model file. Train or download again.',
  MODEL_MISSING: 'The file was not loaded. Check its URL.',
  MODEL_VERSION: 'A model file of another version. Train again.',
  STORE_FAILED: 'The history stays in memory.',
} as const;

/** Said by the WebGL chunk, training and the command line only. */
const RARE_TEXTS = {
  BAD_COLUMN:
    'A column of the log could not be found or read. Name it with --columns field=header.',
  BAD_ITEM: 'The item could not be read. It needs an id of 1 to 200 characters.',
  BROWSER_MISSING: 'No Chromium could be opened. Install one, or name it with --browser.',
  DESTROYED: 'The predictor was destroyed. Create another with createPredictor().',
  ENGINE_MISMATCH:
    'The engine disagrees with the golden vectors of the model file. The cpu engine serves instead.',
  INTERRUPTED: 'Training was interrupted. Go on with --resume.',
  NO_DATA: 'The log holds no usable session. A session needs at least two events.',
  PAGE_FAILED: 'The page could not be opened, or what was named could not be pressed.',
} as const;

type PageCode = keyof typeof PAGE_TEXTS;
type RareCode = keyof typeof RARE_TEXTS;
/** What a `PredictorError` is about; each has a line in the catalogue of errors. */
export type ErrorCode = PageCode | RareCode;

/** What an error may bring besides its code. */
export interface ErrorDetails {
  /** In the place of the catalogue's sentence. */
  message?: string;
  /** What was thrown below it. */
  cause?: unknown;
}

/**
 * The one error class. `code` is stable across versions; `detail` says which field or value was
 * wrong; `cause` is what was thrown below it, where there was something.
 */
export class PredictorError extends Error {
  /** What to act on: stable across versions. */
  readonly code: ErrorCode;
  /** Which field, file or value was wrong; empty when the code says it all. */
  readonly detail: string;

  /** By name: chunks that are built apart, and each kind of build, have a class object of their own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'PredictorError';
  }

  constructor(code: PageCode, detail?: string, details?: ErrorDetails);
  constructor(code: ErrorCode, detail: string, details: ErrorDetails & { message: string });
  constructor(code: ErrorCode, detail = '', details: ErrorDetails = {}) {
    // Error itself reads `cause`, and only where there is one.
    super(details.message ?? sentence(PAGE_TEXTS[code as PageCode], detail), details);
    this.name = 'PredictorError';
    this.code = code;
    this.detail = detail;
  }

  /** Plain data, so that an error crosses a worker or a JSON report unharmed; without its cause. */
  toJSON(): { code: ErrorCode; message: string; detail: string } {
    return { code: this.code, message: this.message, detail: this.detail };
  }
}

/** An error of the second table. */
export function rareError(code: RareCode, detail = ''): PredictorError {
  return new PredictorError(code, detail, { message: sentence(RARE_TEXTS[code], detail) });
}

const sentence = (text: string, detail: string) => (detail ? `${text} (${detail})` : text);

/** Wraps anything thrown as a `PredictorError` that keeps it as its cause; one that already is stays as it is. */
export function toPredictorError(thrown: unknown, code: PageCode): PredictorError {
  if (thrown instanceof PredictorError) return thrown;
  return new PredictorError(code, String(Object(thrown).message ?? thrown), { cause: thrown });
}
