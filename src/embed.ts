/**
 * The script tag. `<script async src="…/nextaisle.min.js" data-model="/shop.safetensors"
 * data-consent="granted" data-sources="ga4,dom" data-namespace="de">` is all a page needs; calls made
 * before it has loaded wait in `nextaisle.q`. Without `data-model` the base model is loaded from
 * `../weights/base.safetensors`, relative to this script.
 */
import { createPredictor } from './predictor/create-predictor.js';
import type { PredictorOptions } from './predictor/options.js';
import type { Predictor } from './predictor/predictor.js';
import { surroundings } from './surroundings.js';

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

interface Stub {
  q?: ArrayLike<ArrayLike<unknown>>;
}

function start(page: Window & { nextaisle?: unknown }): void {
  const stub = Object(page.nextaisle ?? {}) as Stub;
  // Included twice: the first one serves.
  if (LOADED in stub) return;
  const waiting = stub.q ? Array.from(stub.q, (call) => Array.from(call)) : [];
  const init = waiting.find(([method]) => method === 'init');
  const options = { ...fromTag(document.currentScript), ...(init?.[1] as object) };
  const predictor = createPredictor(options, surroundings);

  const call = (method: unknown, ...args: unknown[]): unknown => {
    const found = Object.hasOwn(predictor, String(method))
      ? predictor[method as Method]
      : undefined;
    return typeof found === 'function'
      ? (found as (...args: unknown[]) => unknown)(...args)
      : undefined;
  };
  const push = (...calls: ArrayLike<unknown>[]) => {
    for (const args of calls) {
      try {
        call(...(Array.from(args) as [unknown]));
      } catch {
        // A call that cannot be made must not hold up the next.
      }
    }
    return 0;
  };
  const api = Object.assign(call, predictor, { q: { push }, [LOADED]: true });
  page.nextaisle = api;
  push(...waiting);
  // A page that kept the stub goes on talking to us.
  if (stub.q) Object.assign(stub.q, { push });
}

const LOADED = Symbol.for('nextaisle');

/** Attributes are text that anybody may have written: `createPredictor` judges the values. */
function fromTag(script: HTMLOrSVGScriptElement | null): PredictorOptions {
  const { model, consent, sources, namespace, backend } = (script?.dataset ?? {}) as Record<
    string,
    string | undefined
  >;
  const given = { model, consent, namespace, backend, sources: sources?.split(/[\s,]+/) };
  for (const key of Object.keys(given) as (keyof typeof given)[])
    if (!given[key]) delete given[key];
  return given as PredictorOptions;
}

// The one door that acts when it is loaded: that is what a script tag is for.
if (typeof document !== 'undefined') start(window);
