/** What a page may be like before our code runs in it: the title is its row in the documented table. */
export interface Host {
  /** A script of the page before ours. */
  before?: string;
  /** A real library that the page loads before ours, by its address. */
  library?: string;
  /** A script of the page after ours has loaded, before it is used. */
  after?: string;
  lang?: string;
  csp?: string;
  /** The script tag is written by the page's own script. */
  isWritten?: true;
  /** What differs from a page where nothing is unusual; of the script tag, and of a module where it is another. */
  is?: string | readonly [tag: string, module: string];
}

const without = (...names: string[]) =>
  names.map((name) => `delete window.${name}; window.${name} = undefined;`).join('');
const throwing = (name: string) =>
  `Object.defineProperty(window, '${name}', { configurable: true, get() { throw new DOMException('denied', 'SecurityError'); } });`;

/** As Prototype.js 1.7 does, which Magento 1 has: methods that a loop over names meets, and two that it replaces. */
const PROTOTYPE_JS = `
  function $A(list) {
    if (!list) return [];
    if ('toArray' in Object(list)) return list.toArray();
    const all = new Array(list.length || 0);
    for (let i = all.length; i--; ) all[i] = list[i];
    return all;
  }
  Array.from = $A;
  const quoted = (text) => '"' + text.replace(/["\\\\]/g, '\\\\$&') + '"';
  Object.assign(Array.prototype, {
    toJSON() { return '[' + this.map((one) => pristine.stringify(one)).join(', ') + ']'; },
    toArray() { return this.slice(); },
    entries() { return this.slice(); },
    clone() { return this.slice(); },
    each(work) { this.forEach(work); return this; },
    first() { return this[0]; },
    last() { return this[this.length - 1]; },
    without(...gone) { return this.filter((one) => !gone.includes(one)); },
    uniq() { return [...new Set(this)]; },
    size() { return this.length; },
    inspect() { return '[' + this.join(', ') + ']'; },
  });
  Object.assign(String.prototype, {
    toJSON() { return quoted(String(this)); }, strip() { return this.trim(); },
    include(part) { return this.indexOf(part) > -1; },
  });
  Number.prototype.toJSON = function () { return String(this); };
  Function.prototype.bind = function (self, ...given) {
    const call = this;
    return function (...args) { return call.apply(self, given.concat(args)); };
  };
  document.viewport = {}; window.$ = (id) => document.getElementById(id);`;

const MOOTOOLS = `
  Array.from = (one) => (one == null ? [] : typeof one === 'object' && 'length' in one && typeof one !== 'string' ? Array.prototype.slice.call(one) : [one]);
  Number.from = (one) => { const n = parseFloat(one); return isFinite(n) ? n : null; };
  String.from = (one) => one + '';
  Object.assign(Function.prototype, { extend() {}, implement() {}, pass() {} });
  Object.assign(Array.prototype, { contains(one) { return this.includes(one); }, erase() {}, combine() {}, empty() { this.length = 0; return this; } });`;

const FROZEN = `
  for (const one of [Object, Function, Array, Promise, Map, Set, Error, TypeError, String, Number, RegExp, Date, Float32Array, Symbol]) {
    Object.freeze(one.prototype); Object.freeze(one);
  }
  for (const one of [JSON, Math, Reflect, Object.getPrototypeOf(Float32Array), Object.getPrototypeOf(Float32Array).prototype]) Object.freeze(one);`;

const NO_MODEL =
  'model none; engine none; fault: Not loaded. Check its URL. (/weights/base.safetensors: ';
const NO_DOM =
  'fault: sources: dom failed and is left out: TypeError: MutationObserver is not a constructor';
const NO_WORDS =
  'fault: No words in "de" for bought-before, in-cart, often-next, popular, same-brand, same-category, seen, shelf: they are in English.';
const IN_MEMORY = 'store memory; fault: The history stays in memory. ';

export const HOSTS: Record<string, Host> = {
  'nothing unusual': {},
  'built-in objects and prototypes frozen (SES)': { before: FROZEN },
  'the same, after our script has run': { after: FROZEN },
  'Prototype.js 1.7': { before: PROTOTYPE_JS },
  'Prototype.js 1.7, after our script': { after: PROTOTYPE_JS },
  'MooTools 1.5': { before: MOOTOOLS },
  '`JSON.parse` patched to freeze what it gives': {
    before: `const parse = JSON.parse; JSON.parse = (...args) => { const deep = (one) => (one && typeof one === 'object' && Object.values(one).forEach(deep), Object.freeze(one)); return deep(parse(...args)); };`,
  },
  '`JSON.parse` and `JSON.stringify` patched to throw': {
    before: `JSON.parse = JSON.stringify = () => { throw new Error('not today'); };`,
    is: 'THREW forget: Error: not today; model none; engine none; fault: /weights/base.safetensors is no model file. It is a model file of nextaisle that is cut short or damaged. Give a file that "nextaisle train" wrote.',
  },
  'no `AbortController`': {
    before: without('AbortController', 'AbortSignal'),
    is: 'inert: createPredictor() failed and is left out: TypeError: AbortController is not a constructor',
  },
  'no `structuredClone`, `BroadcastChannel`, `requestIdleCallback`, `scheduler`, `queueMicrotask`':
    {
      before: without(
        'structuredClone',
        'BroadcastChannel',
        'requestIdleCallback',
        'cancelIdleCallback',
        'scheduler',
        'queueMicrotask',
      ),
    },
  'no `MutationObserver`, `IntersectionObserver`, `ResizeObserver`': {
    before: without('MutationObserver', 'IntersectionObserver', 'ResizeObserver'),
    // The tag cannot see that a shelf is added later.
    is: [`nothing shown; ${NO_DOM}`, NO_DOM],
  },
  'no `CustomEvent`': { before: without('CustomEvent') },
  'no `performance`': {
    before: `Object.defineProperty(window, 'performance', { value: undefined });`,
  },
  'no `fetch`': {
    before: without('fetch'),
    is: `${NO_MODEL}fetch is not a function)`,
  },
  'no `crypto` (a page without https)': {
    before: `Object.defineProperty(window, 'crypto', { value: undefined });`,
  },
  'no `Intl.Locale`, `NumberFormat`, `ListFormat`, in German': {
    before:
      'delete Intl.Locale; delete Intl.NumberFormat; delete Intl.ListFormat; delete Intl.getCanonicalLocales;',
    lang: 'de',
    is: NO_WORDS,
  },
  'no `Intl`': { before: 'delete window.Intl;', lang: 'de', is: NO_WORDS },
  '`indexedDB` is null': {
    before: `Object.defineProperty(window, 'indexedDB', { value: null });`,
    is: `${IN_MEMORY}(Cannot read properties of null (reading 'open'))`,
  },
  '`indexedDB` throws': {
    before: throwing('indexedDB'),
    is: `THREW forget: PredictorError: Not deleted yet: {"item":"chair"} (persistent) (SecurityError). It is tried again.; ${IN_MEMORY}(SecurityError)`,
  },
  '`indexedDB.open` throws': {
    before: `IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };`,
    is: `${IN_MEMORY}(SecurityError)`,
  },
  '`localStorage` and `sessionStorage` throw': {
    before: throwing('localStorage') + throwing('sessionStorage'),
  },
  '`Date.now` moved by a year': {
    before: 'const now = Date.now; Date.now = () => now() + 365 * 86400000;',
  },
  '`Date.now` stands still': { before: 'Date.now = () => 1790000000000;' },
  '`fetch` wrapped, its promise too': {
    before: `const real = window.fetch; window.fetch = function (input) { const answer = real.call(window, String(input)); return { then: (a, b) => answer.then(a, b), catch: (b) => answer.catch(b), finally: (c) => answer.finally(c) }; };`,
  },
  '`Promise.prototype.then` and `addEventListener` wrapped': {
    before: `const { then } = Promise.prototype; Promise.prototype.then = function (...args) { return then.apply(this, args.map((one) => typeof one === 'function' ? function () { return one.apply(this, arguments); } : one)); };
      const listen = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function (name, work, ...rest) { return listen.call(this, name, typeof work === 'function' ? function () { return work.apply(this, arguments); } : work, ...rest); };`,
  },
  '`Object.prototype` with enumerable methods': {
    before: `Object.prototype.extend = function () {}; Object.prototype.each = function () {}; Object.prototype.forEach = function () {};`,
  },
  'an older TensorFlow.js': {
    before: `window.tf = { version: { tfjs: '1.7.4' }, backend: () => { throw new Error('theirs'); } }; window._tfengine = { ENV: {}, registry: {} }; window._tfGlobals = new Map();`,
  },
  'another version of nextaisle, with other globals': {
    before: `document[Symbol.for('nextaisle.predictors')] = [null, 1, {}]; window[Symbol.for('nextaisle:heard')] = {};`,
  },
  'a global of ours that is no list': {
    before: `document[Symbol.for('nextaisle.predictors')] = { length: 'x' }; window[Symbol.for('nextaisle:heard')] = 7;`,
  },
  'another copy of us, in the same namespace': {
    after: `await import('/lib/index.js').then(({ createPredictor }) => createPredictor({ namespace: space, model: null }));`,
    is: ['all', 'fault: namespace, again is "SPACE": not allowed. More: add ?nextaisle-debug.'],
  },
  'an index on `Array.prototype` and `Object.prototype`': {
    before: `for (const one of [Array.prototype, Object.prototype]) for (const at of [0, 1, 3])
        Object.defineProperty(one, at, { value: 'consent', writable: true, configurable: true });`,
  },
  '`Promise` replaced by one without `finally`, `any` and `allSettled`': {
    before: `const Real = Promise; window.Promise = class Promise { constructor(work) { this.real = work instanceof Real ? work : new Real(work); }
        then(a, b) { return new Promise(this.real.then(a, b)); } catch(b) { return this.then(undefined, b); }
        static resolve(one) { return new Promise(Real.resolve(one)); } static reject(one) { return new Promise(Real.reject(one)); }
        static all(list) { return new Promise(Real.all(list)); } static race(list) { return new Promise(Real.race(list)); } };`,
    is: ['all', 'all'],
  },
  'zones: `Promise`, timers, listeners and observers replaced by subclasses and wrappers': {
    before: `const Real = Promise; window.Promise = class ZoneAwarePromise extends Real {};
      for (const name of ['setTimeout', 'requestIdleCallback', 'requestAnimationFrame', 'queueMicrotask']) { const real = window[name]; window[name] = (work, ...rest) => real(() => work(), ...rest); }
      const Observer = MutationObserver; window.MutationObserver = function (work) { return new Observer((...seen) => work(...seen)); };
      const listen = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function (name, work, ...rest) { return listen.call(this, name, typeof work === 'function' ? (event) => work.call(this, event) : work, ...rest); };`,
  },
  'Zone.js 0.16, which Angular has': { library: '/zone.js', after: 'Zone.current;' },
  'Zone.js 0.16, after our script': {
    after: `await new Promise((done, failed) => document.documentElement.append(
      Object.assign(document.createElement('script'), { src: '/zone.js', onload: done, onerror: failed })));`,
  },
  '`Date` replaced by one that stands still': {
    before: `const Real = Date; window.Date = class extends Real { constructor(...given) { super(...(given.length ? given : [1790000000000])); } static now() { return 1790000000000; } }; Object.freeze(Date);`,
  },
  'globals replaced by nonsense': {
    before: `window.requestIdleCallback = window.BroadcastChannel = window.IntersectionObserver = window.structuredClone = window.queueMicrotask = window.CustomEvent = 7; window.scheduler = { yield: 'later' };`,
  },
  '`AbortController` and `MutationObserver` replaced by nonsense': {
    before: 'window.AbortController = class {}; window.MutationObserver = {};',
    is: 'inert: createPredictor() failed and is left out: TypeError: MutationObserver is not a constructor',
  },
  'written by `document.write`': { isWritten: true },
  'a page emptied by `document.write` after loading': {
    after: `document.open(); document.write('<!doctype html><p>Anew</p>'); document.close();`,
  },
  '`connect-src` without the model': {
    csp: "connect-src 'none'",
    is: `${NO_MODEL}Failed to fetch)`,
  },
  'Trusted Types, no inline style': {
    csp: "style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
  },
};
