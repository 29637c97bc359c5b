import type { PredictorOptions } from '../../src/index.js';

/** What the same page does in each framework. */
export const LOOKED_AT = ['chair', 'stool'];
export const RULES = { k: 2, exclude: ['current'] };
export const OPTIONS: PredictorOptions = { model: '/lib/shop.safetensors', consent: 'memory' };
