import { toPredictorError } from '../../lib/errors.js';

/**
 * A chunk of the library, loaded on first use. One that does not come (offline, a blocker, a `dist/`
 * served in part) rejects with CHUNK_MISSING, whoever asked for it.
 */
export const loadChunk =
  <Chunk>(load: () => Promise<Chunk>) =>
  (): Promise<Chunk> =>
    load().catch((thrown) => {
      throw toPredictorError(thrown, 'CHUNK_MISSING');
    });
