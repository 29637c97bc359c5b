import { toPredictorError } from '../../lib/errors.js';

/**
 * A chunk of the library, loaded on first use. One that cannot be loaded (offline, a blocker, an
 * incomplete `dist/`) rejects with CHUNK_MISSING.
 */
export const loadChunk =
  <Chunk>(load: () => Promise<Chunk>) =>
  (): Promise<Chunk> =>
    load().catch((thrown) => {
      throw toPredictorError(thrown, 'CHUNK_MISSING');
    });
