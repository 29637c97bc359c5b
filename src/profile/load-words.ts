import type { WordsModule } from './profile.js';

/** The sentences of a portrait, in files that are loaded when they are needed. */
export const loadWords = (used = 'en'): Promise<WordsModule> =>
  used === 'en' ? import('./words.js') : import('./words-in.js').then(({ words }) => words(used));
