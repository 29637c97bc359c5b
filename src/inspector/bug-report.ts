import type { Status } from '../predictor/status.js';
import type { HeardLine } from './heard-line.js';
import type { SourceTelling } from './page-sources.js';
import type { Inspected } from './predictors.js';
import type { Requests } from './requests.js';

/** What a report is made of. */
export interface Reported {
  page: Pick<Location, 'origin'>;
  userAgent: string;
  inspected: Pick<Inspected, 'settings'>;
  status: Status;
  lines: readonly HeardLine[];
  sources: readonly SourceTelling[];
  requests: Requests;
  /** The attributes of each shelf of the page. */
  shelves: readonly (readonly string[])[];
}

const MAX_LINES = 40;

/**
 * The state of a predictor as text, without anything that a shopper wrote or that names a product: ids,
 * types, counts, reasons. Searches, names, prices and addresses stay out.
 */
export function bugReport(reported: Reported): string {
  const { page, userAgent, inspected, status, lines, sources, requests, shelves } = reported;
  const { state, engine, store, consent, model, intent, events, catalog, faults } = status;
  const counts = (of: object) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const latest = lines.slice(0, MAX_LINES);
  const from = latest.at(-1)?.at ?? 0;
  return [
    '# nextaisle bug report',
    `origin: ${page.origin}`,
    `browser: ${userAgent}`,
    `state: ${state}`,
    `engine: ${engine.backend} (${scrub(engine.reason)})`,
    `model: ${model.source}${'name' in model ? ` ${scrub(model.name)} ${scrub(model.version)}` : ''}`,
    `chances: ${intent.calibrated ? 'calibrated' : 'not calibrated'} (${scrub(intent.reason)})`,
    `store: ${store.kind}, ${store.kept} events (${scrub(store.reason)})`,
    `consent: ${consent.tier} (${scrub(consent.reason)})`,
    `events: ${events.accepted} accepted, ${events.waiting} waiting; refused: ${counts(events.refused)}`,
    `catalog: ${catalog.trained} trained, ${catalog.live} live, ${catalog.read} read, ${catalog.refused} refused`,
    `requests: ${requests.model} model, ${requests.catalog} catalog, ${requests.isBundled ? 'code in a bundle' : `${requests.code} code`}`,
    `options: ${optionsOf(inspected.settings)}`,
    `shelves: ${shelves.map((names) => names.map(idOf).join(' ') || 'without attributes').join('; ') || 'none'}`,
    '',
    '## Faults',
    ...(faults.length
      ? faults.map(({ code, detail }) => `- ${code} ${scrub(detail)}`.trim())
      : ['none']),
    '',
    '## Sources of this page',
    ...sources.map(({ source, told, items, refused }) => {
      const all = [...told.values()].reduce((sum, count) => sum + count, 0);
      return `- ${source}: ${all} events, ${items} items; refused: ${counts(refused)}`;
    }),
    '',
    '## Heard, the latest first',
    ...latest.map((line) => {
      const { at, outcome, source, type, item, aliases, fields } = line;
      const ids = [item, ...(aliases ?? [])].flatMap((id) => (id === undefined ? [] : idOf(id)));
      const after = ((at - from) / 1000).toFixed(1);
      return [
        `- +${after} s ${outcome}: ${type} ${ids.join(' = ')} from ${source}`,
        fields?.length && `, fields ${fields.join(', ')}`,
      ]
        .filter(Boolean)
        .join('');
    }),
  ].join('\n');
}

/** An id as shops make them; what looks like words is counted, not shown. */
const idOf = (id: string): string =>
  /^[\w.:/-]{1,64}$/.test(id) ? id : `(an id of ${id.length} characters)`;

/** Which options were given; words that name no person are shown. */
function optionsOf(settings: Inspected['settings']): string {
  const shown = ['backend', 'consent', 'sessionMinutes'] as const;
  return Object.entries(settings)
    .filter(([name, value]) => value !== undefined && name !== 'environment')
    .map(([name, value]) => {
      if (name === 'rules') return `rules { ${Object.keys(Object(value)).map(idOf).join(', ')} }`;
      if (name === 'sources' && Array.isArray(value))
        return `sources ${value.map((one) => (typeof one === 'string' ? idOf(one) : 'own')).join(' ')}`;
      return shown.some((one) => one === name) ? `${name} ${idOf(String(value))}` : name;
    })
    .join(', ');
}

/** Leaves out what was quoted from the page, queries of addresses, and mail addresses. */
export const scrub = (text: string): string =>
  text
    .slice(0, 300)
    .replace(/"[^"]*("|$)/g, '"…"')
    .replace(/\?\S*/g, '?…')
    .replace(/[^\s@]{1,64}@[^\s@]{1,255}/g, '…');
