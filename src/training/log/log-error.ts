import { PredictorError } from '../../lib/errors.js';

/** A file that cannot be read as a log: `photo.csv is a PNG image. Give …` */
export function badLog(file: string, sentence: string, cause?: unknown): PredictorError {
  return new PredictorError('BAD_LOG', file, { message: `${file} ${sentence}`, cause });
}
