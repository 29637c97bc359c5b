import { rareError } from '../../lib/errors.js';
import { DATE_ORDERS, type DateOrder } from './log-time.js';
import { NUMBER_KINDS, type NumberKind } from './number-times.js';

/** How times are written, as `--dates` says it. */
export type DatesOption = DateOrder | NumberKind;
export const DATES_OPTIONS: readonly DatesOption[] = [...DATE_ORDERS, ...NUMBER_KINDS];

/** A date whose order of day and month is not decided yet: which time it is can be asked at the end. */
export interface UndecidedTime {
  /** A time for each of `DATE_ORDERS`. */
  readings: readonly number[];
  /** @throws PredictorError BAD_COLUMN where nothing in the log decides it. */
  order(): number;
}

const WORDS: Record<DateOrder, string> = {
  dmy: 'day, month, year',
  mdy: 'month, day, year',
  ymd: 'year, month, day',
};

/** The order of the dates of one column, over all files of a log. */
export interface DateOrderColumn {
  /** Leaves only these orders, by what the first lines show. */
  narrow(orders: readonly DateOrder[]): void;
  /** @param text stands in messages. @throws PredictorError BAD_COLUMN where two dates contradict each other. */
  choose(readings: readonly number[], text: string): number | UndecidedTime;
}

/** Decides in which order dates are written: by the first day above 12, wherever in the log it is. */
export function createDateOrders(dates?: DatesOption) {
  const given = DATE_ORDERS.find((order) => order === dates);
  const columns = new Map<string, ReturnType<typeof createColumn>>();
  return {
    given: dates,
    of(name: string): DateOrderColumn {
      const column = columns.get(name) ?? createColumn(name, given);
      columns.set(name, column);
      return column;
    },
    notes: (): string[] => [...columns.values()].flatMap((column) => column.notes()),
  };
}

function createColumn(name: string, given?: DateOrder) {
  let orders: readonly DateOrder[] = given ? [given] : DATE_ORDERS;
  /** The date that decided it, and the first that does not. */
  let decider = '';
  let example: { readings: readonly number[]; text: string } | undefined;
  const index = (order: DateOrder) => DATE_ORDERS.indexOf(order);

  const order = (): number => {
    if (orders.length > 1 && example) {
      const { readings, text } = example;
      const days = orders.map((one) => new Date(readings[index(one)]).toISOString().slice(0, 10));
      const ways = orders.map((one, i) => `${days[i]} (--dates ${one})`);
      throw rareError(
        'BAD_COLUMN',
        `time=${name}: ${text} can be ${ways.join(' or ')}, and no line of the log decides which. Say which it is`,
      );
    }
    return index(orders[0]);
  };

  return {
    narrow(fewer: readonly DateOrder[]): void {
      const left = orders.filter((one) => fewer.includes(one));
      if (!given && left.length) orders = left;
    },
    choose(readings: readonly number[], text: string): number | UndecidedTime {
      const fits = (one: DateOrder) => !Number.isNaN(readings[index(one)]);
      const left = orders.filter(fits);
      if (!left.length) {
        // Somebody said so: then this line is wrong, and not the order.
        if (given) return Number.NaN;
        const other = DATE_ORDERS.find(fits) as DateOrder;
        const before = decider || example?.text || 'what came before';
        throw rareError(
          'BAD_COLUMN',
          `time=${name}: ${before} is ${WORDS[orders[0]]} and ${text} is ${WORDS[other]}. If one of them is a mistake, say which order holds: --dates ${orders[0]} or --dates ${other}`,
        );
      }
      if (left.length < orders.length) {
        orders = left;
        if (left.length === 1) decider = text;
      }
      const times = left.map((one) => readings[index(one)]);
      if (times.every((time) => time === times[0])) return times[0];
      example ??= { readings, text };
      return { readings, order };
    },
    notes: (): string[] =>
      decider ? [`dates (${name}) are read as ${WORDS[orders[0]]}: ${decider} decides it`] : [],
  };
}
