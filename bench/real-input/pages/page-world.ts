import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { BuildOptions, OutputFile } from 'esbuild';
import type { Browser } from 'playwright-core';
import type { Judged } from '../outcome.js';
import type { FrameReport } from './frame-report.js';
import { createPageCase } from './page-case.js';
import { judgePage } from './page-judge.js';

/** As esbuild's `build`: whoever calls brings it, and a browser. */
type Bundle = (options: BuildOptions & { write: false }) => Promise<{ outputFiles: OutputFile[] }>;

/** The scripts of the pages: one file that runs at once, and modules that load their parts when needed. */
export async function buildFrames(bundle: Bundle, root: string): Promise<Map<string, string>> {
  const shared = {
    entryPoints: [join(root, 'bench/real-input/pages/frame.ts')] as string[],
    bundle: true,
    write: false,
    minify: true,
    target: 'es2021',
    logLevel: 'error',
  } as const satisfies BuildOptions;
  const whole = await bundle({
    ...shared,
    format: 'iife',
    // No model is loaded, whose address it would be.
    define: { 'import.meta.url': '"http://localhost/frame.js"' },
  });
  const split = await bundle({
    ...shared,
    format: 'esm',
    splitting: true,
    outdir: join(root, 'split'),
  });
  const modules = split.outputFiles.map(
    ({ path, text }) => [`/split/${basename(path)}`, text] as const,
  );
  return new Map([['/frame.js', whole.outputFiles[0].text], ...modules]);
}

type Answer = FrameReport | { failed: string };

/** Generates, opens and judges the pages of many seeds, some at a time, each in a frame of its own. */
export async function judgePages({
  browser,
  frames,
  first,
  count,
  onCase,
  atOnce = 24,
}: {
  browser: Browser;
  frames: Map<string, string>;
  first: number;
  count: number;
  onCase?: (judged: Judged) => void;
  atOnce?: number;
}): Promise<Judged[]> {
  const served = await serveCases(frames);
  const cases: Judged[] = [];
  try {
    // A new page now and then, so that what is left of old frames goes away.
    for (let at = first; at < first + count; at += 200) {
      const seeds = Array.from({ length: Math.min(200, first + count - at) }, (_, i) => at + i);
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(served.url);
      const made = seeds.map((seed) => createPageCase(seed));
      const answers: Answer[] = await page.evaluate(openFrames, {
        paths: made.map(({ path }) => path),
        atOnce,
      });
      await context.close();
      made.forEach((one, i) => {
        const judged = {
          seed: seeds[i],
          kinds: one.kinds,
          ...judgePage(one, answers[i]),
          input: one.html,
        };
        cases.push(judged);
        onCase?.(judged);
      });
    }
  } finally {
    await served.close();
  }
  return cases;
}

function serveCases(frames: Map<string, string>) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const script = frames.get(url.pathname);
    const seed = url.searchParams.get('case');
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html;charset=utf-8');
    // The scripts are the same for all.
    response.setHeader('cache-control', script ? 'max-age=3600' : 'no-store');
    response.end(
      script ??
        (seed
          ? createPageCase(Number(seed)).html
          : '<!doctype html><link rel="icon" href="data:,">'),
    );
  });
  return new Promise<{ url: string; close(): Promise<void> }>((done) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      done({
        url: `http://localhost:${port}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** Runs in the outer page. */
async function openFrames({
  paths,
  atOnce,
}: {
  paths: string[];
  atOnce: number;
}): Promise<Answer[]> {
  const answers: Answer[] = [];
  const open = (at: number) =>
    new Promise<void>((done) => {
      const frame = document.createElement('iframe');
      const end = (answer: Answer) => {
        clearTimeout(limit);
        removeEventListener('message', hear);
        frame.remove();
        answers[at] = answer;
        done();
      };
      const hear = ({ source, data }: MessageEvent) => {
        if (source === frame.contentWindow) end(data.report ?? { failed: data.failed });
      };
      const limit = setTimeout(() => end({ failed: 'no answer in 20 seconds' }), 20_000);
      addEventListener('message', hear);
      frame.src = paths[at];
      document.body.append(frame);
    });
  let next = 0;
  const worker = async () => {
    while (next < paths.length) await open(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}
