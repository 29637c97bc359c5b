/**
 * The script tag. `<script async src="…/nextaisle.min.js" data-model="/shop.safetensors"
 * data-consent="granted" data-sources="ga4,dom" data-namespace="de">` is all a page needs; other options
 * that are text are attributes too: `data-catalog`, `data-lang`, `data-debug`. `data-inspector`
 * opens the inspector. The code of `<nextaisle-shelf>` is loaded once the page has one. Calls made before
 * the script has loaded wait in `nextaisle.q` (src/stub.ts). A second tag with `data-as="nextaisleDe"` is a
 * second predictor under that name. Without `data-model` the base model is loaded from
 * `../weights/base.safetensors`, relative to this script.
 */
import { badOption } from './lib/bad-option.js';
import type { PredictorError } from './lib/errors.js';
import { own, ownCopy } from './lib/own.js';
import { tellFault } from './lib/tell-fault.js';
import { loadChunk } from './predictor/load/load-chunk.js';
import { createPredictor } from './predictor/create-predictor.js';
import type { PredictorOptions } from './predictor/options.js';
import type { Predictor } from './predictor/predictor.js';
import { tagOptions } from './predictor/tag-options.js';
import { loaders } from './loaders.js';

type Method = {
  [K in keyof Predictor]: Predictor[K] extends (...args: never[]) => unknown ? K : never;
}[keyof Predictor];

/** `nextaisle('track', 'cart', 'SKU-1')` and `nextaisle.track('cart', 'SKU-1')` are the same. */
export interface Nextaisle extends Predictor {
  (method: 'init', options?: PredictorOptions): void;
  <M extends Method>(method: M, ...args: Parameters<Predictor[M]>): ReturnType<Predictor[M]>;
  q: { push(...calls: ArrayLike<unknown>[]): number };
}

declare global {
  interface Window {
    nextaisle?: Nextaisle;
  }
}

/** One call: a method and its arguments; the stub waits for the answer. */
interface Call extends ArrayLike<unknown> {
  answer?: (answer: unknown) => void;
}

interface Stub {
  q?: ArrayLike<Call>;
}

function start(page: Record<string, unknown>): void {
  const tag = ownCopy(document.currentScript?.dataset);
  // Only ours: a tag must not overwrite `location`.
  const name = /^nextaisle\w+$/.test(tag.as ?? '') ? String(tag.as) : 'nextaisle';
  const stub = Object(page[name] ?? {}) as Stub;
  // Included twice: the first one serves.
  if (LOADED in stub) return;
  const waiting = Array.from(stub.q ?? []);
  const init = waiting.find((call) => call?.[0] === 'init');
  const options = { ...tagOptions(tag), ...(init?.[1] as object) };
  const predictor = createPredictor(options, loaders);

  const call = (method: unknown, ...args: unknown[]): unknown => {
    const found = own(predictor, method as Method);
    if (typeof found === 'function') return (found as (...args: unknown[]) => unknown)(...args);
    tellFault(predictor, badOption('nextaisle()', method));
  };
  const tell = (error: PredictorError) => tellFault(predictor, error);
  if ((tag.inspector ?? 'false') !== 'false') loaders.loadInspector().catch(tell);
  const push = (...calls: Call[]) => {
    for (const made of calls) {
      try {
        const answer = call(...(Array.from(made) as [unknown]));
        made.answer?.(answer);
      } catch {
        // A call that fails must not stop the next.
      }
    }
    return 0;
  };
  const api = Object.assign(call, predictor, { q: { push }, [LOADED]: true });
  page[name] = api;
  push(...waiting.filter((call) => call !== init));
  // A page that kept a reference to the stub still reaches the predictor.
  if (stub.q) Object.assign(stub.q, { push });
  awaitShelf(tell);
}

const LOADED = Symbol.for('nextaisle');

/** Loads the code of `<nextaisle-shelf>` once the page has one that no code has defined. */
function awaitShelf(onMissing: (error: PredictorError) => void): void {
  let isWaiting = false;
  const look = () => {
    isWaiting = false;
    if (!document.querySelector('nextaisle-shelf:not(:defined)')) return;
    observer?.disconnect();
    loadChunk(() => import('./element.js'))().catch(onMissing);
  };
  // Looks ten times a second at most: a busy page changes in every frame.
  const soon = () => {
    if (!isWaiting) setTimeout(look, 99);
    isWaiting = true;
  };
  let observer: MutationObserver | undefined;
  try {
    observer = new MutationObserver(soon);
    observer.observe(document, { childList: true, subtree: true });
  } catch {}
  look();
}

// The only entry that acts when it is loaded, as a script tag should.
if (typeof document !== 'undefined') start(window as unknown as Record<string, unknown>);
