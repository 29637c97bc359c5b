import { readFileSync } from 'node:fs';
import { allAtOnce } from '../../lib/async/steps.js';
import { toPredictorError } from '../../lib/errors.js';
import type { FileModel } from '../../model/model.js';
import { readingModel } from '../../model/model-file.js';
import { inSteps } from '../../model/text-in-steps.js';
import { fileFigures, type FileFigures } from '../measure/file-figures.js';

/** @throws PredictorError MODEL_MISSING, MODEL_CORRUPT or MODEL_VERSION. */
export function readModelFile(path: string): {
  model: FileModel;
  bytes: number;
  /** What it achieved when it was made, where it says so. */
  figures?: FileFigures;
} {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (thrown) {
    throw toPredictorError(thrown, 'MODEL_MISSING');
  }
  return {
    model: allAtOnce(readingModel(bytes.buffer, inSteps)),
    bytes: bytes.length,
    figures: fileFigures(bytes),
  };
}
