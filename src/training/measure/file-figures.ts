import type { Share } from '../../prediction/proportions.js';
import { readSafetensors, writeSafetensors } from '../../model/safetensors.js';
import type { ChanceFigures, Figures } from './figures.js';

/** What a model file says it achieved when it was made. */
export interface FileFigures extends Figures {
  /** The part of the log it was measured on; on `validation` figures flatter, it was calibrated there. */
  on: 'test' | 'validation';
  /** Measured with items already seen set aside. */
  masked?: boolean;
  /** Time of the last event of that log, ms; absent in a log without dates. */
  until?: number;
}

/** A field of `__metadata__` beside the model's own, which readers of the model pass over. */
const FIELD = 'report';

/** The same file with its figures in it. */
export function withFileFigures(
  file: Uint8Array<ArrayBuffer>,
  figures: FileFigures,
): Uint8Array<ArrayBuffer> {
  const { metadata, tensors } = readSafetensors(exactBuffer(file));
  return writeSafetensors({ ...metadata, [FIELD]: JSON.stringify(figures, rounded) }, tensors);
}

/** What a file says; undefined where it says nothing, or nothing that can be read. */
export function fileFigures(file: Uint8Array<ArrayBuffer>): FileFigures | undefined {
  const text = readSafetensors(exactBuffer(file)).metadata[FIELD];
  try {
    // JSON has no NaN: a limit is null where one shopper says nothing about others.
    const parsed: unknown = JSON.parse(text, (_, part: unknown) => part ?? Number.NaN);
    return isFileFigures(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const exactBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>) =>
  buffer.slice(byteOffset, byteOffset + byteLength);

/** Five digits: the file is loaded by pages. */
const rounded = (_: string, value: unknown) =>
  typeof value === 'number' && Math.abs(value) < 1e6 ? Number(value.toPrecision(5)) : value;

const SHARES = ['recall20', 'mrr20', 'recentlyViewed20', 'unknown', 'logLoss'] as const;
const CHANCES = ['action', 'purchase', 'cart'] as const;

/** From an untrusted file: what is there must be numbers. */
function isFileFigures(value: unknown): value is FileFigures {
  const figures = value as Partial<FileFigures> | null;
  if (typeof figures !== 'object' || figures === null) return false;
  const optional = <T>(part: T | undefined, fits: (part: T) => boolean) =>
    part === undefined || (typeof part === 'object' && part !== null && fits(part));
  return (
    areNumbers([figures.predictions, figures.shoppers, figures.until ?? 0]) &&
    (figures.on === 'test' || figures.on === 'validation') &&
    SHARES.every((name) => optional(figures[name], isShare)) &&
    CHANCES.every((name) => optional(figures[name], isChanceFigures))
  );
}

const isShare = ({ value, low, high, n }: Share) =>
  areNumbers([value, n]) && typeof low === 'number' && typeof high === 'number';

const isChanceFigures = ({ said, came, off, error, perfectError }: ChanceFigures) =>
  areNumbers([said, came, error, perfectError]) && !!off && isShare(off);

const areNumbers = (values: unknown[]) => values.every((value) => Number.isFinite(value));
