/** The page of e2e/skins.test.ts in Svelte. */
import { hydrate, unmount } from 'svelte';
import type { Predictor } from '../../src/svelte.js';
import Shop from './svelte-shop.svelte';

export function mount(target: Element, predictor?: Predictor): () => void {
  const app = hydrate(Shop, { target, props: { predictor } });
  return () => unmount(app);
}
