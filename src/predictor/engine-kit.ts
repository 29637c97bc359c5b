/** What a model needs to be read and run, and what only shelves of a model ask for: a chunk of its own, so that a page that only tracks does without. */
export { contentFeatures } from '../encoding/content.js';
export { createTokenizer } from '../encoding/tokenizer.js';
export { selectEngine } from '../engine/select-engine.js';
export { boosted } from '../prediction/boost.js';
export { diversified } from '../prediction/diversify.js';
export { openModel } from './load/open-model.js';
