import { badOption } from '../../lib/bad-option.js';
import { PredictorError } from '../../lib/errors.js';

/** The only file with a request: for the model, and for a catalogue given by its URL. */

/** Larger files are refused before they are read: the URL is wrong. */
const MAX_BYTES = 64 << 20;

/** A model file: its URL, or its bytes. */
export type ModelSource = string | URL | ArrayBuffer | Uint8Array;

/** @throws PredictorError MODEL_MISSING, or BAD_OPTION when it is neither a URL nor bytes. */
export async function loadModelFile(
  source: ModelSource,
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  if (source instanceof ArrayBuffer) return source;
  // A copy: the view may be part of a larger buffer.
  if (ArrayBuffer.isView(source)) return new Uint8Array(source).buffer;
  // Anything else would be read as an address: `42` as `/42` of the shop.
  const url: unknown = typeof source === 'string' ? source : Object(source).href;
  if (typeof url === 'string') return loadBytes(url, signal);
  throw badOption('model', source);
}

/** The bytes at an address. @throws PredictorError MODEL_MISSING naming it. */
export async function loadBytes(url: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    // Not through a reader: Chromium then shows a complete answer as a cancelled one, now and then.
    if (Number(response.headers.get('content-length')) > MAX_BYTES) {
      throw new Error(`more than ${MAX_BYTES} bytes`);
    }
    return await response.arrayBuffer();
  } catch (thrown) {
    throw new PredictorError('MODEL_MISSING', `${url}: ${(thrown as Error).message}`, {
      cause: thrown,
    });
  }
}
