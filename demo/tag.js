// The script tag, once the first page is on the screen. This shop draws its pages by script: a tag in the document
// would be fetched beside them, and would run before the browser has painted.

/** In the second frame the first is on the screen. A tab in the background paints nothing: nothing waits for it. */
const painted = new Promise((done) => {
  if (document.hidden) done();
  else requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
});

/** Resolves when `window.nextaisle` is the predictor, made with the options of setup.js. */
export const tag = painted.then(
  () =>
    new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = '../dist/nextaisle.min.js';
      script.onload = () => done(window.nextaisle);
      script.onerror = () => failed(new Error(`${script.src} could not be loaded`));
      document.head.append(script);
    }),
);
