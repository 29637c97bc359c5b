import type { PredictorOptions } from './options.js';

/**
 * What consent platforms, frameworks and content networks write on script tags, as `dataset` has it: aria,
 * astro, auto-block, blocking, category, cfasync, cmp-ab, cookieconsent, n-head, nscript, ot-ignore,
 * purposes, rocket, service, src, svelte, turbo, type, usercentrics, vendor, vite, v- of Vue. What is left
 * may be one of ours, misspelt.
 */
const THEIRS =
  /^(a(ria|s|uto)|ot|u[cs]|v(-|en|i|ue)|bl|c(ateg|f|m|oo)|h?id$|insp|n(ame$|[Hhe]|sc)|pu|roc|s(erv|rc|v)|t[uy])/;

/** Options that are more than text. */
const READ: Readonly<Record<string, ((text: string) => unknown) | undefined>> = {
  __proto__: null as never,
  debug: (text) => text !== 'false',
  sessionMinutes: Number,
  sources: (text) => (text === 'auto' ? text : text.split(/[\s,]+/).filter(Boolean)),
};

/**
 * The options that the `data-` attributes of a script tag stand for. They are untrusted text:
 * `createPredictor` checks the values, and reports those that it does not know.
 */
export function tagOptions(tag: Readonly<Record<string, string | undefined>>): PredictorOptions {
  const given: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(tag)) {
    if (THEIRS.test(name) || (!text && name !== 'debug')) continue;
    given[name] = READ[name]?.(text as string) ?? text;
  }
  return given;
}
