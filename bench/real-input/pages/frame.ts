/** Runs inside the frame of one case: starts the predictor, plays the shopper, tells the outer page. */
import { createPredictor } from '../../../src/index.js';
import type { PredictorOptions } from '../../../src/predictor/options.js';
import type { Predictor } from '../../../src/predictor/predictor.js';
import type { FrameReport } from './frame-report.js';

interface CasePage {
  /** What another script of the page has done to all objects; our bundler's helpers come before it. */
  spoil?: () => void;
  caseOptions?: PredictorOptions;
  /** Ids whose facts are asked for at the end. */
  caseIds: string[];
  /** What happens once everything is loaded, at the same moment as the page. */
  actsOnLoad?: (() => void)[];
  /** What happens later, half a minute apart. */
  steps: (() => void)[];
  /** Adds to the page's clock. */
  passTime(ms: number): void;
  predictor: Predictor;
}

const page = window as unknown as CasePage;
const faults: string[] = [];
const tiers: string[] = [];
window.addEventListener('error', (event) => faults.push(`thrown into the page: ${event.message}`));
window.addEventListener('unhandledrejection', (event) => faults.push(`rejected: ${event.reason}`));

const tell = (answer: object) => window.parent.postMessage(answer, '*');

function start(): Predictor {
  try {
    return createPredictor({ model: null, ...page.caseOptions });
  } catch (thrown) {
    tell({ failed: `createPredictor threw: ${String(thrown)}` });
    throw thrown;
  }
}
page.spoil?.();
page.predictor = start();
const { predictor } = page;
predictor.on('error', (error) => faults.push(`${error.code} ${error.detail}`));
predictor.on('consentchange', ({ tier }) => tiers.push(tier));
tiers.push(predictor.status().consent.tier);

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** On a busy machine the listeners may still be on their way. */
async function heard(longest: number): Promise<void> {
  for (let waited = 0; waited < longest; waited += 50) {
    const { accepted, refused } = predictor.status().events;
    if (accepted || Object.keys(refused).length) return;
    await sleep(50);
  }
}

async function play(): Promise<FrameReport> {
  await predictor.ready;
  await sleep(160);
  await heard(600);
  for (const act of page.actsOnLoad ?? []) act();
  await sleep(20);
  const checks = [predictor.status().consent.tier];
  const keptAtFirst = await keptOnDisk(false);
  for (const step of page.steps) {
    page.passTime(30_000);
    step();
    await sleep(30);
    checks.push(predictor.status().consent.tier);
  }
  // A first push in the last step may still have to load its listener.
  if (page.steps.length) await sleep(150).then(() => heard(5000));
  const { events } = await predictor.exportData();
  const { events: counts, store, consent } = predictor.status();
  return {
    events: events.map(({ about: _, ...event }) => event),
    items: Object.fromEntries(page.caseIds.map((id) => [id, predictor.item(id)])),
    refused: counts.refused,
    faults,
    tiers,
    checks,
    store: store.kind,
    reason: consent.reason,
    keptAtFirst,
    kept: await keptOnDisk(true),
  };
}

/** Events that stand in a store of the browser, whatever the status says. */
async function keptOnDisk(isLast: boolean): Promise<number> {
  await sleep(20);
  const name = `nextaisle:${page.caseOptions?.namespace ?? 'default'}`;
  let kept = 0;
  for (let i = 0; i < sessionStorage.length; i++) if (sessionStorage.key(i)?.includes(name)) kept++;
  if (!(await indexedDB.databases()).some((one) => one.name === name)) return kept;
  const database = await new Promise<IDBDatabase>((done, failed) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
  for (const store of database.objectStoreNames) {
    const request = database.transaction(store).objectStore(store).count();
    kept += await new Promise<number>((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }
  database.close();
  if (isLast) indexedDB.deleteDatabase(name);
  return kept;
}

const begin = () =>
  void play().then(
    (report) => tell({ report }),
    (thrown) => tell({ failed: String(thrown) }),
  );
if (document.readyState === 'complete') begin();
else window.addEventListener('load', begin);
