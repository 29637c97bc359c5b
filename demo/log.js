import { filesOf } from './dropped.js';
import { reportOf } from './report.js';
import { mountCompare } from './studio/compare.js';
import { el } from './studio/dom.js';
import { mountMoments } from './studio/moments.js';
import { mountSegments } from './studio/segments.js';
import { amount } from './words.js';

// The page of log.html. A worker does all the work; ../src/log-worker.ts defines the messages.

const $ = (id) => document.getElementById(id);
const worker = new Worker('../dist/log-worker.js', { type: 'module' });
const reports = new Map();
let name = 'shop';
let trained;

const percent = (share) => `${Math.floor(share * 100)}%`;
const whole = (n) => n.toLocaleString('en');

function say(text, share) {
  $('now').textContent = text;
  $('progress').hidden = !text;
  if (share === undefined) $('progress').removeAttribute('value');
  else $('progress').value = share;
}

function fail(text) {
  say('');
  $('fault').textContent = text;
  $('fault').hidden = !text;
}

function show(title, { report, text }) {
  reports.set(title, { report, text });
  $('reports').innerHTML = reportOf(reports);
  $('report').hidden = false;
}

const askNow = (question, ...transfer) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.kind === 'reading') say(`Reading: ${whole(data.lines)} lines`);
      else if (data.kind === 'measuring') {
        say(`Asking it: ${whole(data.done)} of ${whole(data.of)}`, data.done / data.of);
      } else if (data.kind === 'training') showTraining(data.progress);
      else if (data.kind === 'failed') reject(new Error(data.message));
      else resolve(data);
    };
    worker.onerror = ({ message }) => reject(new Error(message || 'The worker did not start.'));
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
  for (const button of buttons) button.disabled = true;
  fail('');
  try {
    await work();
    say('');
  } catch (error) {
    fail(error.message);
  }
  for (const button of buttons) button.disabled = false;
}

function showTraining({ epoch, epochs, step, steps, secondsLeft, recall }) {
  const share = Math.min(1, (epoch - 1 + Math.min(1, step / steps)) / epochs);
  const left =
    secondsLeft < 90 ? `${Math.ceil(secondsLeft)} s` : `${Math.ceil(secondsLeft / 60)} min`;
  const held =
    recall === undefined ? '' : `, ${percent(recall)} of held-out next products among its 20 best`;
  say(`Training: ${percent(share)}, about ${left} left${held}`, share);
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
  for (const id of ['found', 'train-step', 'report', 'download', 'next', 'own'])
    $(id).hidden = true;
  say('Reading');
  const found = await ask({ kind: 'read', files, settings: settings() });
  const [first] = files ?? [];
  name = (first?.name ?? 'made-up').replace(/(\.(gz|csv|tsv|txt|jsonl?|ndjson|parquet|pq))+$/i, '');
  const list = (lines, of) =>
    el(
      'ul',
      { class: of },
      lines.map((line) => el('li', {}, line)),
    );
  $('found').replaceChildren(
    list(found.holds, 'words'),
    el('h3', {}, found.odd.length ? 'What you should know of it' : 'Nothing odd was found in it.'),
    list(found.odd, 'words'),
    el('details', {}, el('summary', {}, 'How it was read, line by line'), list(found.said, 'said')),
  );
  $('found').hidden = false;
  say('Loading the model that comes with the library');
  const answer = await fetch('../weights/base.safetensors');
  if (!answer.ok) throw new Error(`base.safetensors: ${answer.status}`);
  const model = await answer.arrayBuffer();
  show('Not trained on it', await ask({ kind: 'measure', model }, model));
  $('train-step').hidden = false;
}

async function train() {
  $('stop').hidden = false;
  try {
    const done = await ask({ kind: 'train', name });
    show('Trained on it', done);
    trained = done.file;
    $('download').textContent = `Download the model file, ${Math.round(trained.length / 1024)} KB`;
    for (const id of ['download', 'next']) $(id).hidden = false;
    showOwn(await ask({ kind: 'visits' }));
  } finally {
    $('stop').hidden = true;
  }
}

/** The panels of the studio, over the latest tenth of this log. */
function showOwn(played) {
  const source = {
    who: 'the latest tenth of this log, which the model did not learn from',
    learned: 'the visits before them',
    play: async () => played,
    moment: async (rule, offer) => (await ask({ kind: 'moment', rule, offer })).outcome,
    picture: () => undefined,
    name: ({ id, name: its }) => its ?? id,
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
