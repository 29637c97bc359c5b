/** The fields of a line, as `--columns` names them. */
export type LogField =
  | 'user'
  | 'session'
  | 'time'
  | 'type'
  | 'item'
  | 'price'
  | 'category'
  | 'brand'
  | 'name';

export const FIELDS = [
  'user',
  'session',
  'time',
  'type',
  'item',
  'price',
  'category',
  'brand',
  'name',
] as const satisfies readonly LogField[];

/**
 * Headers by field. Several headers of `category` and `time` are one value from left to right: a path, a
 * date in parts. Of several headers of another field, the first with a value counts.
 */
export type Columns = Partial<Record<LogField, string[]>> & {
  /** A category's number, for lines without its path. */
  categoryNumber?: string;
  /** The category of a product that stands alone, where those of lists have theirs in `category`. */
  categoryElsewhere?: string[];
};
