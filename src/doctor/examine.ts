import type { ShopEvent, ShopEventSource } from '../events/event.js';
import { createIntake } from '../events/intake.js';
import type { Item } from '../events/item.js';
import { parseItem } from '../events/parse-item.js';
import { PLATFORM_NAMES } from '../events/event-sources.js';
import type { RefusalCounts } from '../events/refusals.js';
import { dom } from '../sources/dom/dom.js';
import { loadListener } from '../sources/registry.js';
import type { Sink } from '../sources/source.js';
import { startSources } from '../sources/start-sources.js';
import type { MarkupNote } from '../sources/structured-data/markup-note.js';
import type { Advice } from './advice-kind.js';
import { type ConsentReport, examineConsent } from './examine-consent.js';
import { examineIdentity, type IdentityReport } from './examine-identity.js';
import { examinePredictors, type PredictorReport } from './examine-predictors.js';
import { markupAdvice } from './markup-advice.js';

/** What one source reported on the page, as plain data. */
export interface SourceReport {
  source: ShopEventSource;
  events: Pick<ShopEvent, 'type' | 'item'>[];
  /** How many items it described. */
  items: number;
  refused: RefusalCounts;
}

/** What a page offers to nextaisle, as plain data. */
export interface Examination {
  /** Of this document: a click may lead to another, with an examination of its own. */
  document: number;
  heard: SourceReport[];
  /** What a predictor would count: each event once, whoever reported it. */
  counted: Pick<ShopEvent, 'type' | 'item' | 'source'>[];
  /** What is known of the page's items after all sources have reported. */
  catalog: Item[];
  /** Products for which the sources have different ids. */
  identity: IdentityReport[];
  consent: ConsentReport[];
  /** What the page's own predictors say. */
  predictors: PredictorReport[];
  /** The inline stub is there, and nothing has taken over what waits in it. */
  isWaiting: boolean;
  /** What of the structured data is not read, and why. */
  markup: Advice[];
}

const MAX_KEPT = 200;

/**
 * Starts every listener we have on this page, each with an intake of its own.
 * @param onEvent called after each event: the document may be gone before anybody asks.
 * @returns what they have reported so far.
 */
export function examine(
  page: Window,
  onEvent: () => void,
): { report: () => Examination; settled: () => Promise<unknown> } {
  const id = Math.random();
  const environment = { now: () => Date.now(), random: Math.random };
  const counted: ShopEvent[] = [];
  const identity = examineIdentity(page);
  const once = createIntake(
    environment,
    () => counted,
    undefined,
    undefined,
    ({ id }) => identity.idOf(id),
  );
  const reports = new Map<ShopEventSource, () => SourceReport>();

  const sinkFor = (source: ShopEventSource): Sink => {
    const own = createIntake(environment, () => []);
    const events: SourceReport['events'] = [];
    let items = 0;
    reports.set(source, () => ({ source, events, items, refused: own.refusals() }));
    return {
      event(raw) {
        const read = own.event(raw, source);
        if (read && events.length < MAX_KEPT) events.push(brief(read.event));
        const first = identity.told(raw, source, true) ? undefined : once.event(raw, source);
        if (first && counted.length < MAX_KEPT) counted.push(first.event);
        onEvent();
      },
      item(raw) {
        const item = own.item(raw);
        if (item) items++;
        identity.told(raw, source, false);
      },
      refuse: own.refuse,
    };
  };
  const predictors = examinePredictors(page, sinkFor('track'), onEvent);
  startSources([dom(page.document)], sinkFor);
  const markup = new Map<string, Advice>();
  const onMarkupNote = (note: MarkupNote) => {
    const advice = markupAdvice(note, page.location.origin + page.location.pathname);
    if (markup.size < MAX_KEPT) markup.set(advice.what, advice);
  };
  for (const name of PLATFORM_NAMES) {
    void loadListener(name, page, { onMarkupNote }).then((source) =>
      startSources([source], sinkFor),
    );
  }
  const consent = examineConsent(page);
  return {
    settled: predictors.settled,
    report() {
      const catalog = new Map(identity.catalog().map((item) => [item.id, item]));
      const ids = counted.flatMap(({ item }) => (item ? identity.idOf(item) : []));
      for (const item of predictors.items(ids).map(parseItem)) {
        if (item && catalog.size < MAX_KEPT)
          catalog.set(item.id, { ...item, ...catalog.get(item.id) });
      }
      return {
        document: id,
        heard: [...reports.values()].map((report) => report()),
        counted: counted.map(({ source, type, item }) => ({
          type,
          item: item && identity.idOf(item),
          source,
        })),
        catalog: [...catalog.values()],
        identity: identity.report(),
        consent: consent.list(),
        predictors: predictors.reports(),
        isWaiting: predictors.isWaiting(),
        markup: [...markup.values(), ...mistypedScripts(page.document)],
      };
    },
  };
}

/** Structured data in scripts whose type nobody reads. */
function mistypedScripts(root: Document): Advice[] {
  const scripts = [...root.querySelectorAll('script[type]')].slice(0, 500);
  return scripts.flatMap((script) => {
    const type = script.getAttribute('type') ?? '';
    const text = script.textContent?.slice(0, 5000) ?? '';
    const isRead = /^\s*application\/ld\+json/i.test(type) || !/ld|json/i.test(type);
    if (isRead || !/"@context"\s*:\s*"https?:\/\/(www\.)?schema\.org/.test(text)) return [];
    const what = `A script with structured data has the type "${type}", which nobody reads.`;
    return [{ kind: 'missing' as const, what, line: '<script type="application/ld+json">' }];
  });
}

const brief = ({ type, item }: Pick<ShopEvent, 'type' | 'item'>) => ({ type, item });
