import type { Item } from '../events/item.js';
import { type Shop, shopFrom } from './shop.js';
import { simulateShoppers } from './shoppers.js';

/** All randomness of the demo shop comes from this seed and the two after it. */
const SEED = 20260105;
/** Whose log `weights/demo.safetensors` was trained on. */
export const DEMO_SHOPPERS = 9000;

export const demoShop = (catalog: readonly Item[]): Shop => shopFrom(catalog, { seed: SEED });

/** The shoppers that the demo's model was trained on. */
export const trainedShoppers = (shop: Shop, shoppers: number = DEMO_SHOPPERS) =>
  simulateShoppers(shop, { seed: SEED + 1, shoppers });

/** Shoppers of the same shop whom it never saw. */
export const heldOutShoppers = (shop: Shop, shoppers: number) =>
  simulateShoppers(shop, { seed: SEED + 2, shoppers });
