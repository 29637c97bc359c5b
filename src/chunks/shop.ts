import { loadChunk } from '../predictor/load/load-chunk.js';
import type { ShopModule } from '../predictor/load/loaders.js';
import { withOwnPast } from '../predictor/load/with-own-past.js';

const loadCard = loadChunk(() => import('../predictor/load/with-shop.js'));

/** Loaded where no model was trained on the shop; what reads a card is a file of its own. */
export const withShop: ShopModule['withShop'] = async (choice, card, onFault) =>
  card ? (await loadCard()).withShop(choice, card, onFault) : withOwnPast(choice);
