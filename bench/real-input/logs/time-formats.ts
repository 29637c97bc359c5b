/** A way in which programs write a moment. All are UTC unless the text itself has a zone. */
export interface TimeFormat {
  write(time: number): string;
  /** As JSON and Parquet have it, where that is no text. */
  value?(time: number): number;
  /** Finer parts of a moment are not written, ms. */
  resolutionMs: number;
  clock: 'full' | 'day';
  /** Day and month are numbers, and both orders are in use. */
  ordered?: 'dmy' | 'mdy';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (n: number) => String(n).padStart(2, '0');

function parts(time: number) {
  const date = new Date(time);
  const hour = date.getUTCHours();
  return {
    Y: date.getUTCFullYear(),
    M: two(date.getUTCMonth() + 1),
    D: two(date.getUTCDate()),
    month: MONTHS[date.getUTCMonth()],
    weekday: WEEKDAYS[date.getUTCDay()],
    H: two(hour),
    m: two(date.getUTCMinutes()),
    s: two(date.getUTCSeconds()),
    ms: String(date.getUTCMilliseconds()).padStart(3, '0'),
    h: hour % 12 || 12,
    half: hour < 12 ? 'AM' : 'PM',
  };
}

type Parts = ReturnType<typeof parts>;
const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const HOUR = 3_600_000;

const text = (write: (p: Parts) => string, resolutionMs = SECOND, more: Partial<TimeFormat> = {}) =>
  ({ write: (time) => write(parts(time)), resolutionMs, clock: 'full', ...more }) as TimeFormat;
const day = (write: (p: Parts) => string, more: Partial<TimeFormat> = {}) =>
  text(write, DAY, { clock: 'day', ...more });
const number = (value: (time: number) => number, resolutionMs: number): TimeFormat => ({
  value,
  write: (time) => String(value(time)),
  resolutionMs,
  clock: 'full',
});

export const TIME_FORMATS: Readonly<Record<string, TimeFormat>> = {
  'Unix seconds': number((t) => Math.floor(t / 1000), SECOND),
  'Unix milliseconds': number((t) => t, 1),
  'Unix microseconds': number((t) => t * 1000, 1),
  'Unix seconds .0': { ...text(() => ''), write: (t) => `${Math.floor(t / 1000)}.0` },
  'Unix seconds with fraction': {
    ...text(() => '', 1),
    write: (t) => `${Math.floor(t / 1000)}.${String(t % 1000).padStart(3, '0')}`,
  },
  'Unix nanoseconds': { ...text(() => '', 1), write: (t) => `${t}000000` },
  'ISO, comma before the fraction': text(
    (p) => `${p.Y}-${p.M}-${p.D} ${p.H}:${p.m}:${p.s},${p.ms}`,
    1,
  ),
  'ISO CET': {
    ...text(() => ''),
    write: (t) => `${TIME_FORMATS['ISO, no zone'].write(t + HOUR)} CET`,
  },
  'ISO EST': {
    ...text(() => ''),
    write: (t) => `${TIME_FORMATS['ISO, no zone'].write(t - 5 * HOUR)} EST`,
  },
  'ISO Z': text((p) => `${p.Y}-${p.M}-${p.D}T${p.H}:${p.m}:${p.s}.${p.ms}Z`, 1),
  'ISO, no zone': text((p) => `${p.Y}-${p.M}-${p.D} ${p.H}:${p.m}:${p.s}`),
  'ISO, T, no zone': text((p) => `${p.Y}-${p.M}-${p.D}T${p.H}:${p.m}:${p.s}`),
  'ISO UTC': text((p) => `${p.Y}-${p.M}-${p.D} ${p.H}:${p.m}:${p.s} UTC`),
  'ISO +02:00': {
    ...text(() => ''),
    write: (t) => `${TIME_FORMATS['ISO, T, no zone'].write(t + 2 * HOUR)}+02:00`,
  },
  'ISO -0500': {
    ...text(() => ''),
    write: (t) => `${TIME_FORMATS['ISO, no zone'].write(t - 5 * HOUR)} -0500`,
  },
  'ISO, minutes': text((p) => `${p.Y}-${p.M}-${p.D} ${p.H}:${p.m}`, MINUTE),
  'Y/M/D': text((p) => `${p.Y}/${p.M}/${p.D} ${p.H}:${p.m}:${p.s}`),
  'D.M.Y': text((p) => `${p.D}.${p.M}.${p.Y} ${p.H}:${p.m}:${p.s}`, SECOND, { ordered: 'dmy' }),
  'D/M/Y H:M': text((p) => `${p.D}/${p.M}/${p.Y} ${p.H}:${p.m}`, MINUTE, { ordered: 'dmy' }),
  'D-M-Y': text((p) => `${p.D}-${p.M}-${p.Y} ${p.H}:${p.m}:${p.s}`, SECOND, { ordered: 'dmy' }),
  'M/D/Y AM/PM': text((p) => `${+p.M}/${+p.D}/${p.Y} ${p.h}:${p.m}:${p.s} ${p.half}`, SECOND, {
    ordered: 'mdy',
  }),
  'M/D/Y H:M': text((p) => `${+p.M}/${+p.D}/${p.Y} ${+p.H}:${p.m}`, MINUTE, { ordered: 'mdy' }),
  'D-Mon-Y': text((p) => `${p.D}-${p.month}-${p.Y} ${p.H}:${p.m}:${p.s}`),
  'Mon D, Y AM/PM': text((p) => `${p.month} ${+p.D}, ${p.Y}, ${p.h}:${p.m}:${p.s} ${p.half}`),
  'mail (RFC 2822)': text((p) => `${p.weekday}, ${p.D} ${p.month} ${p.Y} ${p.H}:${p.m}:${p.s} GMT`),
  'server log': text((p) => `${p.D}/${p.month}/${p.Y}:${p.H}:${p.m}:${p.s} +0000`),
  YYYYMMDDHHMMSS: text((p) => `${p.Y}${p.M}${p.D}${p.H}${p.m}${p.s}`),
  'Excel serial': {
    ...text(() => ''),
    value: (t) => Number((t / DAY + 25569).toFixed(8)),
    write: (t) => (t / DAY + 25569).toFixed(8),
  },
  'day ISO': day((p) => `${p.Y}-${p.M}-${p.D}`),
  'day YYYYMMDD': day((p) => `${p.Y}${p.M}${p.D}`),
  'day D.M.Y': day((p) => `${p.D}.${p.M}.${p.Y}`, { ordered: 'dmy' }),
  'day M/D/Y': day((p) => `${p.M}/${p.D}/${p.Y}`, { ordered: 'mdy' }),
};
