import { flattenRecord } from './flatten.js';
import { jsonShape, unwrap } from './json-shape.js';
import { createJsonCutter, parseJson } from './json-values.js';
import type { LineSink } from './raw-lines.js';
import type { TextBlock } from './text-blocks.js';

type Values = Record<string, unknown>;

/**
 * Takes the blocks of a JSON text: a record a line, or records within lists and over several lines, whose blocks
 * may be cut within a line.
 */
export function createJsonReader(file: string, head: string, to: LineSink) {
  const shape = jsonShape(head.replace(/^\uFEFF/, ''));

  function record(value: unknown, line: number, text: string, shared?: Values): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      to.broken(file, line, whyNot(text), text);
      return;
    }
    for (const one of unwrap(value as Values)) {
      const whole = shared ? { ...shared, ...one } : one;
      for (const values of flattenRecord(whole)) to.take({ file, line, values, text });
    }
  }

  if (shape.kind === 'lines') {
    return {
      spansLines: false,
      add({ lines, from, broken }: TextBlock): void {
        for (const [i, text] of lines.entries()) {
          const reason = broken?.get(i);
          if (reason) to.broken(file, from + i, reason, text);
          else if (text?.trim()) record(parseJson(text), from + i, text);
        }
      },
      end(): void {},
    };
  }
  const { at, shared, isList } = shape;
  const hasShared = Object.keys(shared).length > 0;
  const cutter = createJsonCutter(({ value, text, line, inList }) =>
    record(value, line, text, hasShared && inList ? shared : undefined),
  );
  let skip = at;
  return {
    spansLines: true,
    add({ lines }: TextBlock): void {
      const text = lines.join('\n');
      // Line ends before the first record still count.
      cutter.add(skip ? text.slice(0, skip).replace(/[^\n]/g, ' ') + text.slice(skip) : text);
      skip = Math.max(0, skip - text.length);
    },
    end(): void {
      if (!cutter.end() && isList) to.note(file, 'its list does not end: the file was cut');
    },
  };
}

function whyNot(text: string): string {
  if (text.includes('\0')) return 'a zero byte or a broken letter';
  if (/^\s*\{\s*'/.test(text)) return "Python's way of writing, not JSON: write it with json.dumps";
  return 'not a JSON object';
}
