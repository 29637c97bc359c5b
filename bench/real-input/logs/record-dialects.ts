import type { Dice } from '../dice.js';
import {
  amplitudeExport,
  ga4Export,
  mixpanelExport,
  ottoSessions,
  segmentExport,
} from './analytics-exports.js';
import { orderLines, ordersAsJson, shopifyOrders } from './order-dialects.js';
import type { WrittenLog } from './written-log.js';

/** Logs in the shape of a product that writes them: nested records, or the lines of orders. */
export const RECORD_DIALECTS: Readonly<Record<string, (dice: Dice) => WrittenLog>> = {
  'GA4 export': ga4Export,
  'Segment export': segmentExport,
  'Mixpanel export': mixpanelExport,
  'Amplitude export': amplitudeExport,
  'OTTO sessions': ottoSessions,
  'Shopify orders': shopifyOrders,
  'order lines': orderLines,
  'orders as JSON': ordersAsJson,
};
