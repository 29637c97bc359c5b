import type * as Nextaisle from '../../src/index.js';
import { everything } from '../storage.fixture.js';
import { type EnginePage, until } from './engine-browser.fixture.js';

declare const predictor: Nextaisle.Predictor;

/** The items of the events that the page knows, in their order. */
export const items = (page: EnginePage) =>
  page.evaluate(async () => (await predictor.exportData()).events.map(({ item }) => item));

/** Views products, one after the other, until they are predicted and stored. */
export async function look(page: EnginePage, ...ids: string[]): Promise<void> {
  await page.evaluate(async (ids) => {
    for (const id of ids) predictor.track('click', id);
    await predictor.predict();
  }, ids);
  await until(page, () => predictor.status().events.waiting === 0, undefined);
}

/** All that the page has stored, as text. */
export const stored = async (page: EnginePage) => JSON.stringify(await page.evaluate(everything));
