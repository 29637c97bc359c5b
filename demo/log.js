import { createCurve } from './curve.js';
import { filesOf } from './dropped.js';
import { foundOf } from './findings.js';
import { amount } from './lang/numbers.js';
import { onLanguage, speakPanels } from './lang/panels.js';
import { say } from './lang/say.js';
import { faultOf, isForeign, namesSetting, programSays } from './program.js';
import { reportOf } from './report.js';
import { mountCompare } from './studio/compare.js';
import { mountMoments } from './studio/moments.js';
import { mountSegments } from './studio/segments.js';

// The page of log.html. A worker does all the work; ../src/log-worker.ts defines the messages.

const $ = (id) => document.getElementById(id);
const worker = new Worker('../dist/log-worker.js', { type: 'module' });
const reports = new Map();
let name = 'shop';
let trained;

/** What was read and played, to be shown again in another language. */
let found;
let played;
let fault;

function tell(text, share) {
  $('now').textContent = text;
  $('progress').hidden = !text;
  if (share === undefined) $('progress').removeAttribute('value');
  else $('progress').value = share;
}

/** @param said a text of the page, as it is, or a sentence of the program. */
function fail(said) {
  tell('');
  fault = said;
  showFault();
  if (!said) return;
  // Where the fault says what to set, it can be set.
  if (namesSetting(said)) $('choose').querySelector('details').open = true;
  // Below the fold on a phone.
  $('fault').scrollIntoView({ block: 'nearest' });
}

function showFault() {
  $('fault').replaceChildren(
    ...(isForeign(fault) ? [say('That did not work. The program says, in English:'), ' '] : []),
    ...(fault ? [programSays(fault)] : []),
  );
  $('fault').hidden = !fault;
}

function show(title, { report, text }) {
  reports.set(title, { report, text });
  showReports();
}

function showReports() {
  if (!reports.size) return;
  $('reports').innerHTML = reportOf(reports);
  $('report').hidden = false;
}

const askNow = (question, ...transfer) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.kind === 'reading') tell(say('Reading: {lines|# line|# lines}', data));
      else if (data.kind === 'measuring') {
        tell(say('Asking it: {done#} of {of#}', data), data.done / data.of);
      } else if (data.kind === 'training') showTraining(data.progress);
      else if (data.kind === 'failed') reject(Object.assign(new Error(), { said: data.said }));
      else resolve(data);
    };
    worker.onerror = ({ message }) =>
      reject(message ? new Error(message) : faultOf('The worker did not start.'));
    worker.postMessage(question, transfer);
  });

/** Sends one request to the worker, after those before it, and resolves with its final answer. */
function ask(...question) {
  const answer = line.then(() => askNow(...question));
  line = answer.catch(() => {});
  return answer;
}
let line = Promise.resolve();

/** Runs one job at a time: two logs must not mix in one report. */
async function alone(work) {
  const buttons = ['file', 'made-up', 'train'].map($);
  const focused = document.activeElement;
  for (const button of buttons) button.disabled = true;
  fail(undefined);
  try {
    await work();
    tell('');
  } catch (error) {
    fail(error.said ?? error.message);
  }
  for (const button of buttons) button.disabled = false;
  // What is disabled loses the focus, and the next Tab would pass over what has come.
  if (document.activeElement === document.body) focused.focus({ preventScroll: true });
}

function showTraining({ epoch, epochs, step, steps, secondsLeft, recall }) {
  const share = Math.min(1, (epoch - 1 + Math.min(1, step / steps)) / epochs);
  curve?.add(epoch - 1, recall);
  const isShort = secondsLeft < 90;
  const left = isShort
    ? say('{n|# second|# seconds}', { n: Math.ceil(secondsLeft) })
    : say('{n|# minute|# minutes}', { n: Math.ceil(secondsLeft / 60) });
  const values = { share: Math.floor(share * 100) / 100, left, recall };
  tell(
    recall === undefined
      ? say('Training: {share%}, about {left} left', values)
      : say(
          'Training: {share%}, about {left} left; {recall%} of held-out next products among its 20 best',
          values,
        ),
    share,
  );
}

/** What the fields of the form say; empty ones say nothing. */
function settings() {
  const said = {};
  for (const field of $('choose').querySelectorAll('input[name], select[name]')) {
    if (field.type === 'checkbox') said[field.name] = field.checked;
    else if (field.value.trim()) said[field.name] = field.value.trim();
  }
  if (said.allowRefused) said.allowRefused = Number(said.allowRefused);
  return said;
}

async function read(files) {
  reports.clear();
  for (const id of ['found', 'train-step', 'report', 'download', 'next', 'own', 'curve'])
    $(id).hidden = true;
  found = undefined;
  played = undefined;
  tell(say('Reading'));
  $('progress').scrollIntoView({ block: 'nearest' });
  found = await ask({ kind: 'read', files, settings: settings() });
  const [first] = files ?? [];
  name = (first?.name ?? 'made-up').replace(/(\.(gz|csv|tsv|txt|jsonl?|ndjson|parquet|pq))+$/i, '');
  showFound();
  tell(say('Loading the model that comes with the library'));
  const answer = await fetch('../weights/base.safetensors');
  if (!answer.ok) {
    throw faultOf('The model file could not be loaded ({status}).', { status: answer.status });
  }
  const model = await answer.arrayBuffer();
  show('Not trained on it', await ask({ kind: 'measure', model }, model));
  $('train-step').hidden = false;
}

function showFound() {
  $('found').replaceChildren(...foundOf(found));
  $('found').hidden = false;
}

const nameDownload = () => {
  $('download').textContent = say('Download the model file, {size#} KB', {
    size: trained.length / 1024,
  });
};

/** Of the training that runs, or ran last. */
let curve;
async function train() {
  $('stop').hidden = false;
  curve = createCurve($('curve'));
  try {
    const done = await ask({ kind: 'train', name });
    show('Trained on it', done);
    trained = done.file;
    nameDownload();
    for (const id of ['download', 'next']) $(id).hidden = false;
    played = await ask({ kind: 'visits' });
    showOwn();
  } finally {
    $('stop').hidden = true;
  }
}

/** The panels of the studio, over the latest tenth of this log. */
function showOwn() {
  const source = {
    notes: {
      tried:
        'In {visits|# visit|# visits} of the latest tenth of this log, which the model did not learn from',
      compared:
        '{visits|# visit|# visits} of the latest tenth of this log, which the model did not learn from. A case is anything after which the shopper goes on to another product. No shelf shows the product that is open. Popular and also viewed are counted over the visits before them; what a simple shelf leaves empty, popular products fill. The line in a bar is the range that chance leaves open (95%).',
      counted:
        '{visits|# visit|# visits} of the latest tenth of this log, which the model did not learn from. A visit counts once at each stage it reaches, in the band it had when it got there; what it buys after that is counted.',
    },
    play: async () => played,
    moment: async (rule, offer) => (await ask({ kind: 'moment', rule, offer })).outcome,
    portrait: (segment) => ask({ kind: 'portrait', ...segment }),
    picture: () => undefined,
    name: ({ id, name: its }) => its ?? id,
    category: (name) => name,
    // Its currency is not known.
    money: amount,
  };
  $('own').hidden = false;
  const mounts = { compare: mountCompare, moments: mountMoments, segments: mountSegments };
  for (const [panel, mount] of Object.entries(mounts)) {
    mount($('own').querySelector(`[data-own="${panel}"] > div`), source);
  }
}

function download() {
  const href = URL.createObjectURL(new Blob([trained]));
  Object.assign(document.createElement('a'), { href, download: `${name}.safetensors` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

$('choose').addEventListener('submit', (event) => event.preventDefault());
$('file').addEventListener('change', () => {
  const files = [...$('file').files];
  if (files.length) alone(() => read(files));
  // Cleared, so that choosing the same file again fires `change`.
  $('file').value = '';
});
$('made-up').addEventListener('click', () => alone(() => read()));
$('train').addEventListener('click', () => alone(train));
$('download').addEventListener('click', download);
$('stop').addEventListener('click', () => worker.postMessage({ kind: 'stop' }));
for (const type of ['dragover', 'dragleave', 'drop']) {
  $('drop').addEventListener(type, (event) => {
    event.preventDefault();
    $('drop').classList.toggle('over', type === 'dragover');
    if (type !== 'drop' || $('file').disabled) return;
    // To be asked for now: after the event it is empty.
    const dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    const files = [...event.dataTransfer.files];
    if (files.length) alone(async () => read(await filesOf(dropped, files)));
  });
}

// What it is doing is not said again: the next step of it is in the new language.
onLanguage(() => {
  if (found) showFound();
  showFault();
  showReports();
  if (trained) nameDownload();
  if (played) showOwn();
  curve?.draw();
});
await speakPanels('#found, #reports, #now, #fault, #download, [data-own] > div', ['program']);
