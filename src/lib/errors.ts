/**
 * Every error this library reports, in one place: what was wrong, and what to do about it. Sorted by
 * code, in two tables, so that a page does not carry what only a chunk or the command line can say.
 */
const CATALOGUE = {
  BACKEND_UNAVAILABLE: 'The engine cannot run here. Use "auto".',
  BAD_OPTION: 'This option has a bad value.',
  CHUNK_MISSING: 'Not loaded. Serve all of dist/.',
  MODEL_CORRUPT: 'Not a model file. Train or download again.',
  MODEL_MISSING: 'The file was not loaded. Check its URL.',
  MODEL_VERSION: 'A model file of another version. Train again.',
  STORE_FAILED: 'The history stays in memory.',
} as const;

/** What the WebGL chunk, training and the command line say. */
const ELSEWHERE = {
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

type CommonCode = keyof typeof CATALOGUE;
type OtherCode = keyof typeof ELSEWHERE;
/** What a `PredictorError` is about; each has a line in the catalogue of errors. */
export type ErrorCode = CommonCode | OtherCode;

/** The one error class. `code` is stable across versions; `detail` says which field or value was wrong. */
export class PredictorError extends Error {
  /** What to act on: stable across versions. */
  readonly code: ErrorCode;
  /** Which field, file or value was wrong; empty when the code says it all. */
  readonly detail: string;

  /** By name: chunks that are built apart, and each kind of build, have a class object of their own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'PredictorError';
  }

  constructor(code: CommonCode, detail?: string);
  constructor(code: ErrorCode, detail: string, message: string);
  constructor(code: ErrorCode, detail = '', message?: string) {
    super(message ?? sentence(CATALOGUE[code as CommonCode], detail));
    this.name = 'PredictorError';
    this.code = code;
    this.detail = detail;
  }

  /** Plain data, so that an error crosses a worker or a JSON report unharmed. */
  toJSON(): { code: ErrorCode; message: string; detail: string } {
    return { code: this.code, message: this.message, detail: this.detail };
  }
}

/** An error of the second table. */
export function errorElsewhere(code: OtherCode, detail = ''): PredictorError {
  return new PredictorError(code, detail, sentence(ELSEWHERE[code], detail));
}

const sentence = (text: string, detail: string) => (detail ? `${text} (${detail})` : text);

/** Wraps anything thrown as a `PredictorError`, keeping one that already is. */
export function toPredictorError(thrown: unknown, code: CommonCode): PredictorError {
  if (thrown instanceof PredictorError) return thrown;
  return new PredictorError(code, String(Object(thrown).message ?? thrown));
}
