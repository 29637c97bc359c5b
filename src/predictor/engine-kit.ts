/** What a model needs to be read and run: a chunk of its own, so that a page that only tracks does without. */
export { contentFeatures } from '../encoding/content.js';
export { createItemTable } from '../engine/item-table.js';
export { selectEngine } from '../engine/select-engine.js';
export { readModel } from '../model/model-file.js';
