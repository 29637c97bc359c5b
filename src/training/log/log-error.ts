import { PredictorError, rareError } from '../../lib/errors.js';

/** A file that cannot be read as a log: `photo.csv is a PNG image. Give …` */
export function badLog(file: string, sentence: string, cause?: unknown): PredictorError {
  return new PredictorError('BAD_LOG', file, { message: `${file} ${sentence}`, cause });
}

/** Of many files, an error on columns says in which it is. */
export function inFile<Made>(file: string, make: () => Made): Made {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof PredictorError) || thrown.code !== 'BAD_COLUMN') throw thrown;
    throw rareError('BAD_COLUMN', `${file}: ${thrown.detail}`);
  }
}
