import type { Visit } from './visit-page.js';

const MARKS = { missing: '✗', note: '·', ok: '✓' };

/** A visit as lines for a terminal: what each source reported, then the advice. */
export function visitText({ url, status, failure, page, advice }: Visit): string {
  if (!page) return `${url}\n  ✗ ${failure?.code} ${failure?.message}\n`;
  const reports = page.heard
    .filter(({ events, items }) => events.length || items)
    .map(({ source, events, items }) => {
      const actions = events.map(({ type, item }) => [type, item].filter(Boolean).join(' '));
      const described = items ? [`${items} products described`] : [];
      return `  ${source.padEnd(12)}${[...actions, ...described].join(', ')}`;
    });
  return [
    `${url}${status && status !== 200 ? ` (${status})` : ''}`,
    ...(reports.length ? reports : ['  nothing was captured']),
    '',
    ...advice.flatMap(({ kind, what, line }) => [
      `  ${MARKS[kind]} ${what}`,
      ...(line ? [`      ${line}`] : []),
    ]),
    '',
  ].join('\n');
}
