/** What reads and runs a model, and the ranking rules that need one: a chunk that a page without a model does not load. */
export { contentFeatures } from '../encoding/content.js';
export { createItemFacts } from '../encoding/item-facts.js';
export { createTokenizer } from '../encoding/tokenizer.js';
export { selectEngine } from '../engine/select-engine.js';
export { boosted } from '../prediction/boost.js';
export { diversified } from '../prediction/diversify.js';
export { openModel } from './load/open-model.js';
