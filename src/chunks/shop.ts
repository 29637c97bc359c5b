/** Loaded where the option `shop` is given. */
export { withShop } from '../predictor/load/with-shop.js';
