import { rareError, PredictorError } from '../../lib/errors.js';

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

/** Headers by field. Several headers are one value from left to right: a category path, or a date in parts. */
export type Columns = Partial<Record<LogField, string[]>> & {
  /** A category's number, for lines without its path. */
  categoryNumber?: string;
};

/**
 * The usual headers, best first: GA4's export, RetailRocket, REES46, OTTO, the UCI clickstream of
 * 2008, JData, Taobao, and what people write by hand.
 */
const USUAL: Record<LogField, string> = {
  user: 'user_pseudo_id visitorid visitor_id user_id userid customer_id customerid client_id fullvisitorid distinct_id anonymous_id shopper_id shopper user customer visitor uid',
  session: 'user_session ga_session_id session_id sessionid session visit_id visit',
  time: 'event_timestamp event_time timestamp time ts datetime date_time event_date date created_at second seconds',
  type: 'event_name event_type event action_type action type behavior_type behavior behaviour operation',
  item: 'item_id itemid product_id productid article_id sku_id sku asin aid page_2_clothing_model item product article',
  price: 'item_price price unit_price',
  category:
    'category_code item_category category_path category_name category categoryid category_id cate cat page_1_main_category',
  brand: 'item_brand brand brand_name manufacturer vendor',
  name: 'item_name product_name title name',
};

const FIELDS = Object.keys(USUAL) as LogField[];

/** `page 2 (clothing model)` → `page_2_clothing_model` */
const plain = (header: string) =>
  header
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/**
 * Finds the columns of a log by their headers.
 * @param given headers named by the user, which take precedence.
 * @param sample the first line, shown when a column is missing.
 * @throws PredictorError BAD_COLUMN with the headers the log has.
 */
export function guessColumns(
  headers: readonly string[],
  given: Columns,
  sample: Readonly<Record<string, unknown>>,
): Columns {
  const found = `found: ${headers.join(', ')}; first line: ${shorten(Object.values(sample))}`;
  const byName = new Map<string, string>();
  // `properties.product_id` also answers to `product_id`, where that name is free.
  for (const header of headers) {
    const own = plain(header.slice(header.lastIndexOf('.') + 1));
    if (!byName.has(own)) byName.set(own, header);
  }
  for (const header of headers) byName.set(plain(header), header);
  const columns: Columns = {};
  for (const field of FIELDS) {
    if (given[field]) {
      columns[field] = given[field].map((name) => {
        const header = headers.includes(name) ? name : byName.get(plain(name));
        if (header === undefined) throw rareError('BAD_COLUMN', `${field}=${name}; ${found}`);
        return header;
      });
    } else {
      const name = USUAL[field].split(' ').find((usual) => byName.has(usual));
      if (name !== undefined) columns[field] = [byName.get(name) as string];
    }
  }
  const all = (...names: string[]) => {
    const list = names.map((name) => byName.get(name));
    return list.every((header) => header !== undefined) ? (list as string[]) : undefined;
  };
  columns.time ??= all('year', 'month', 'day');
  if (!given.category) {
    const levels = [...byName.keys()].filter((name) => /^item_category[2-5]?$/.test(name));
    if (levels.length > 1) columns.category = levels.sort().map((n) => byName.get(n) as string);
    // REES46 leaves the path out for most products; the number is always there.
    if (byName.has('category_code')) columns.categoryNumber = byName.get('category_id');
  }
  // OTTO calls a shopper a session: they last for weeks.
  if (byName.has('aid') && !columns.user && !given.session && columns.session) {
    columns.user = columns.session;
    columns.session = undefined;
  }
  if (!columns.item) throw rareError('BAD_COLUMN', `no item; ${found}`);
  if (!columns.user && !columns.session) {
    throw rareError('BAD_COLUMN', `neither session nor user; ${found}`);
  }
  return columns;
}

const shorten = (values: unknown[]) =>
  values.map((value) => String(value ?? '').slice(0, 40)).join(', ');

/**
 * Reads `item=product_id,time=year+month+day`.
 * @throws PredictorError BAD_OPTION naming the part that cannot be read.
 */
export function parseColumnOption(text: string): Columns {
  const columns: Columns = {};
  for (const part of text.split(',')) {
    const [field, header] = part.split(/=(.*)/s).map((side) => side.trim());
    if (!FIELDS.includes(field as LogField) || !header) {
      throw new PredictorError('BAD_OPTION', `--columns ${part}: ${FIELDS.join(', ')} = header`);
    }
    columns[field as LogField] = header.split('+');
  }
  return columns;
}
