// node bench/scale/make-log.mjs <events> <file.parquet>: a log of that many events, the same each time: visits
// of a few events around one product, shoppers who come back, products as popular as in real shops, and now
// and then a repeat, a cart, a purchase. For times and memory alone: nothing in it is worth learning.
import { DuckDBInstance } from '@duckdb/node-api';

const [events = '1000000', file = 'log.parquet'] = process.argv.slice(2);
const n = Number(events);
/** Evenly spread from 0 to 1, by what it is asked with. */
const chance = (...of) => `(hash(${of.join(', ')}) % 1000003) / 1000003.0`;
const LENGTH = 6;

const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
const connection = await instance.connect();
await connection.run(`copy (
  with drawn as (
    select range as i, range // ${LENGTH} as visit, range % ${LENGTH} as place from range(${n})
  ), walked as (
    select i, visit, place,
      hash(visit, 1) % ${Math.max(2, Math.round(n / 14))} as shopper,
      1700000000000 + cast(hash(visit, 2) % 7776000000 as bigint) as began,
      cast(pow(${chance('visit', 3)}, 3) * ${Math.max(50, Math.round(Math.sqrt(n) * 60))} as bigint)
        + hash(i, 4) % 5 as product
    from drawn
  )
  select 'shopper-' || shopper as user_id,
    epoch_ms(began + (case when hash(i, 5) % 50 = 0 then place // 2 else place end) * 41000 + cast(hash(visit, place, 6) % 9000 as bigint)) as event_time,
    case when hash(i, 7) % 100 < 88 then 'view' when hash(i, 7) % 100 < 96 then 'cart' when hash(i, 7) % 100 < 98 then 'purchase' else 'remove_from_cart' end as event_type,
    'sku-' || product as product_id,
    cast(3 + hash(product, 8) % 20000 / 100.0 as decimal(10, 2)) as price,
    'department ' || hash(product // 40, 9) % 12 || '/aisle ' || product // 40 % 300 as category,
    'brand ' || hash(product, 10) % 400 as brand
  from walked order by event_time
) to '${file.replaceAll("'", "''")}' (format parquet, row_group_size 122880)`);
