-- From the lines of a shop's log to shards to train on, in what DuckDB and Spark both understand.
-- duckdb.sql and spark.sql hold the few words that differ. A driver makes the view `log` (a line of the
-- log a row, its fields by their meaning), the tables `actions` and `paths` and the functions of
-- settings; then it runs the steps below in their order. docs/guide/scale.md says what comes out.
--
-- Rules, so that both say the same: a step begins with `-- step name | what is shown`, a function with
-- `-- function name(arguments) type`. Order keys are never null, and every order is total. What a window
-- sums is cast. A division is the floor of a double. No backslash stands in a text.

-- function bare_text(x string) string
case when x like '="%"' and length(x) > 3 then substr(x, 3, length(x) - 3) else x end;

-- function own_text(x string) string
case
  when x = '' then null
  when length(x) <= 16 and (lower(x) in (
    'na', 'n/a', '<na>', '#n/a', '#n/a n/a', 'null', '(null)', '[null]', '<null>', 'nil', 'nan', '-nan',
    'nat', 'none', 'undefined', '(not set)', '(none)', '(not provided)', '(empty)', '(blank)', 'not set',
    '-', '--', '—', '""', '#null!', '#ref!', '#value!', '#name?', '[object object]')
    or x = concat(chr(39), chr(39)) or lower(x) = concat(chr(92), 'n')) then null
  else x
end;

-- function person_text(x string) string
case
  when lower(x) in ('unknown', 'anonymous', 'guest', '00000000-0000-0000-0000-000000000000',
    '00000000000000000000000000000000') then null
  else x
end;

-- function whole_id(x string) string
case
  when matches(x, '^[0-9]+[.]0+$') then substr(x, 1, instr(x, '.') - 1)
  when matches(x, '^[0-9]+[.][0-9]+$') then null
  else x
end;

-- function number_text(x double) string
case when x = floor(x) and abs(x) < 9e15 then cast(cast(x as bigint) as string) end;

-- function is_lost(x string) boolean
case when instr(x, '+') > 0 then matches(x, concat('(^|', chr(9), ')[0-9]([.,][0-9]{1,9})?[Ee][+][0-9][0-9]$')) else false end;

-- function is_number(x string) boolean
matches(x, '^[-+]?[0-9]{1,25}([.,][0-9]{1,15})?$');

-- JavaScript counts such a letter as two.
-- function is_wide(x string) boolean
matches(x, '[𐀀-󠇿]');

-- function is_id(x string) boolean
(length(x) <= 100 or (length(x) <= 200 and not is_wide(x))) and x <> '__proto__' and instr(x, chr(10)) = 0 and instr(x, chr(13)) = 0
  and instr(x, '{{') = 0 and instr(x, concat('$', '{')) = 0 and instr(x, '%%') = 0
  and instr(lower(x), concat('[', 'object ')) = 0
  and not matches(lower(x), '^[(]?(undefined|null|nan|none|n/a|not set|-)[)]?$');

-- function is_total(x string) boolean
length(x) between 2 and 24 and matches(lower(x), '^((sub|grand )?totals?|total (general|général|row|rows)|sum|summe|summa|gesamt(summe)?|insgesamt|totale|totaal|somme|suma|razem|toplam|итого|合[计計]|总计|總計)( ?[:=].{0,12}| ?[(].{1,12}[)])?$');

-- function is_robot(x string) boolean
matches(lower(x), '(bot($|[^a-z0-9_])|crawl|spider|slurp|headless|lighthouse|python-|curl/|wget|go-http|okhttp|java/|axios|monitor|pingdom|preview)');

-- function unix_ms(x double) bigint
case
  when x >= unix_from() and x < unix_from() * 1e3 and unix_from() = 1e8 then cast(floor(x * 1e3 + 5e-1) as bigint)
  when x >= unix_from() and x < unix_from() * 1e3 then cast(floor(x / (unix_from() / 1e11)) as bigint)
end;

-- function clock_ms(x string) bigint
case when matches(x, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?( ?(Z|UTC|[+-](0[0-9]|1[0-5]):?[0-5][0-9]))?)?$')
  then civil_ms(concat(substr(x, 1, 10), ' ',
      case when length(x) > 10 then substr(x, 12, 5) else '00:00' end,
      case when substr(x, 17, 1) = ':' then substr(x, 17, 3) else ':00' end))
    + coalesce(cast(floor(try_cast(concat('0', regexp_extract(x, '[.][0-9]{1,9}', 0)) as double) * 1e3 + 5e-1) as bigint), 0)
    - coalesce(
        (case when regexp_extract(x, '([+-])[0-9]{2}:?[0-9]{2}$', 1) = '-' then -1 else 1 end)
        * (try_cast(regexp_extract(x, ':.*[+-]([0-9]{2}):?[0-9]{2}$', 1) as bigint) * 60
          + try_cast(regexp_extract(x, ':.*[+-][0-9]{2}:?([0-9]{2})$', 1) as bigint)) * 60000, 0)
end;

-- function text_ms(x string) bigint
case when matches(x, '^[0-9]{9,19}$') then unix_ms(try_cast(x as double)) else clock_ms(x) end;

-- function text_price(x string) double
case when matches(x, '^[0-9]{1,10}([.][0-9]{1,15})?$') then try_cast(x as double) end;

-- function shard_of(x string) bigint
cast((instr('0123456789abcdef', substr(md5(x), 1, 1)) - 1) * 16 + instr('0123456789abcdef', substr(md5(x), 2, 1)) - 1 as bigint);

-- function gap_bucket(ms bigint) int
case
  when ms is null then 0 when ms < 1000 then 1 when ms < 3000 then 2 when ms < 7000 then 3
  when ms < 15000 then 4 when ms < 31000 then 5 when ms < 63000 then 6 when ms < 127000 then 7
  when ms < 255000 then 8 when ms < 511000 then 9 when ms < 1023000 then 10 when ms < 2047000 then 11
  when ms < 4095000 then 12 when ms < 8191000 then 13 when ms < 16383000 then 14 else 15
end;

-- function ago_bucket(x bigint) int
case
  when x is null then 0 when x < 2 then 1 when x < 3 then 2 when x < 5 then 3 when x < 9 then 4
  when x < 17 then 5 when x < 33 then 6 else 7
end;

-- function sum_bucket(x bigint) int
case
  when x < 1 then 0 when x < 2 then 1 when x < 4 then 2 when x < 8 then 3 when x < 16 then 4
  when x < 32 then 5 when x < 64 then 6 when x < 128 then 7 when x < 256 then 8 when x < 512 then 9
  when x < 1024 then 10 else 11
end;

-- function price_bucket(price double, level double) int
case
  when price is null or price <= 0e0 or level is null then 0
  else 5 + greatest(-4, least(4, cast(floor((ln(price) - level) / 0.6931471805599453e0 * 2e0 + 5e-1) as int)))
end;

-- step lines | reading the lines
create table lines as
with acted as (
  select log.*, coalesce(person_1, person_2, person_3) as shopper, coalesce(type, '(empty)') as type_name, actions.action
  from log left join actions on coalesce(log.type, '(empty)') = actions.name
), judged as (
  select acted.*,
    case
      when is_robot(agent) then 'ignored robots by their user agent'
      when is_lost(person_1) or is_lost(person_2) or is_lost(person_3) then 'refused an id has lost digits in a spreadsheet'
      when odd = 1 then 'refused an id is a number with a fraction'
      when shopper is null then 'refused no session or user'
      when action is null and type is not null and item is null then concat('ignored ', substr(type, 1, 40), ' (unknown, without a product)')
      when action is null then concat('refused unknown action ', substr(type_name, 1, 40), ': say what it means with --actions ', substr(type_name, 1, 40), '=click')
      when action = -1 then concat('ignored ', type_name)
      when item is null and action not in (2, 5, 6, 7) then 'refused no item'
      when ts is null and time_text is null then 'refused no time'
      when ts is null and is_lost(time_text) then 'refused time has lost digits in a spreadsheet'
      when ts is null and unix_from() is not null and is_number(time_text) then 'refused time is a number of another kind than in the other lines'
      when ts is null then 'refused time cannot be read'
      when ts < 100000000000 then 'refused time is before 1973'
      when ts >= 4133980800000 then 'refused time is after 2100'
      when item is null and all_bought() = 1 then 'ignored lines of orders without a product'
      when is_lost(item) then 'refused an id has lost digits in a spreadsheet'
      when not is_id(item) then 'refused item id too long or broken'
      when is_total(item) or is_total(shopper) then 'refused a row of totals'
    end as reason
  from acted
), settled as (
  select judged.*,
    case
      when reason is not null and (is_total(person_1) or is_total(type) or is_total(item) or is_total(time_text)) then 'refused a row of totals'
      else reason
    end as why
  from judged
)
select line, why as reason, shopper,
  case when person_1 is not null then person_2 end as also,
  visit, ts, action,
  case when action = 7 then null else item end as item,
  case when action = 7 or item is null or price is null or price <= 0e0 or not (price <= 1e9) then cast(-1 as bigint)
    when floor(price * price_unit() + 5e-1) < 1e0 then cast(-1 as bigint)
    else cast(floor(price * price_unit() + 5e-1) as bigint) end as cents,
  case
    when why is not null or action = 7 or item is null then 0
    when (price is null or not (price <= 1e9)) and price_text is not null then 1
    when price > 0e0 and cast(floor(price * price_unit() + 5e-1) / price_unit() as float) <> cast(price as float) then 2
    else 0
  end as price_fault,
  category,
  trimmed(substr(brand, 1, 200)) as brand,
  trimmed(substr(name, 1, 500)) as name
from settled;

-- step clock | looking at the times
create table clock as
select min(ts) as first_ts, max(ts) as last_ts, min(ts % 86400000) as earliest, max(ts % 86400000) as latest
from lines where reason is null;

-- step ids | counting shoppers
create table ids as
select shopper, count(*) as events, min(line) as first_line
from lines where reason is null group by shopper;

-- step links | joining browsers to accounts
create table links as
select also, min(shopper) as person
from lines where reason is null and also is not null
group by also having min(shopper) = max(shopper);

-- step people | joining browsers to accounts
create table people as
select coalesce(links.person, ids.shopper) as person, cast(sum(ids.events) as bigint) as events, min(ids.first_line) as first_line
from ids left join links on ids.shopper = links.also
group by coalesce(links.person, ids.shopper);

-- step bounds | finding robots
create table bounds as
with sizes as (
  select events, count(*) as people from people group by events
), running as (
  select events, cast(sum(people) over (order by events rows between unbounded preceding and current row) as bigint) as up_to
  from sizes
), middle as (
  select min(events) as events from running
  where up_to > (select cast(floor(count(*) / 2e0) as bigint) from people)
)
select case when keep_robots() = 1 then 9223372036854775807 when 100 * events > 2000 then 100 * events else 2000 end as most
from middle;

-- step numbers | numbering shoppers
create table numbers as
with homes as (
  select person, events, shard_of(person) as shard, case when events > most then 1 else 0 end as robot
  from people cross join bounds
), numbered as (
  select person, robot, shard * 4294967296 + row_number() over (partition by shard, robot order by person) - 1 as who
  from homes
)
select ids.shopper, numbered.person, numbered.who, numbered.robot
from ids left join links on ids.shopper = links.also
join numbered on coalesce(links.person, ids.shopper) = numbered.person;

-- step attributes | collecting what lines say of items
create table attributes as
select item, category, brand, name, count(*) as events, min(line) as first_line,
  cast(sum(case when cents > 0 then cents else 0 end) as bigint) as cents,
  cast(sum(case when cents > 0 then 1 else 0 end) as bigint) as prices
from lines where reason is null and item is not null
group by item, category, brand, name;

-- step names | collecting what lines say of items
create table names as
with firsts as (
  select item, min_by(name, first_line) as name, cast(sum(events) as bigint) - 1 as named
  from attributes where name is not null and name <> '' group by item
), others as (
  select attributes.first_line, attributes.events
  from attributes join firsts on attributes.item = firsts.item
  where attributes.name <> '' and attributes.name <> firsts.name
), again as (
  select coalesce(cast(sum(named) as bigint), 0) as named from firsts
), changed as (
  select coalesce(cast(sum(events) as bigint), 0) as renamed, coalesce(min(first_line), 0) as first_line from others
)
select renamed, first_line, case when named >= 50 and renamed * 10 > named * 8 then 1 else 0 end as are_others
from again cross join changed;

-- step items | numbering items
create table items as
with alone as (
  select lines.item, count(*) as events
  from lines join numbers on lines.shopper = numbers.shopper
  where lines.reason is null and numbers.robot = 1 and lines.item is not null
  group by lines.item
), described as (
  select attributes.item, cast(sum(events) as bigint) as events, cast(sum(cents) as bigint) as cents,
    cast(sum(prices) as bigint) as prices,
    min_by(paths.category, (9 - depth) * 4503599627370496 + first_line) filter (where depth > 0) as category,
    min_by(paths.path, (9 - depth) * 4503599627370496 + first_line) filter (where depth > 0) as path,
    min_by(brand, first_line) filter (where brand is not null and brand <> '') as brand,
    min_by(name, first_line) filter (where name is not null and name <> '') as name
  from attributes left join paths on attributes.category = paths.raw
  group by attributes.item
)
select row_number() over (order by described.item) - 1 as row_number, described.item as id,
  described.events - coalesce(alone.events, 0) as events,
  case when prices > 0 then cast(cents as double) / cast(prices as double) / 1e2 end as price,
  category, path, brand, case when are_others = 1 then null else name end as name
from described left join alone on described.item = alone.item cross join names
where described.events > coalesce(alone.events, 0);

-- step categories | finding the level of each category
create table categories as
with met as (
  select path, min(row_number) as first_item,
    case when instr(path, '/') > 0 then substr(path, 1, instr(path, '/') - 1) else path end as top,
    sum(case when price > 0e0 then ln(price) end) / cast(sum(case when price > 0e0 then 1 end) as double) as mean
  from items where path is not null group by path
)
select row_number() over (order by first_item) as number, path, top,
  min(first_item) over (partition by top) as top_item,
  floor(mean * 1e4 + 5e-1) / 1e4 as level
from met;

-- step facts | finding the level of each category
create table facts as
select items.row_number, items.id, coalesce(categories.number, 0) as category, coalesce(categories.top_item, -1) as top,
  categories.level, price_bucket(items.price, categories.level) as price
from items left join categories on items.path = categories.path;

-- step numbered | writing events as numbers
create table numbered as
select numbers.who, lines.line, lines.visit, lines.ts, lines.action, cast(coalesce(facts.row_number, -1) as bigint) as item, lines.cents
from lines join numbers on lines.shopper = numbers.shopper
left join facts on lines.item = facts.id
where lines.reason is null and numbers.robot = 0;

-- step tokens | making sessions and tokens
create table tokens as
with mine as (
  select * from numbered where who >= slice_from() and who < slice_to()
), started as (
  select mine.*,
    first_value(ts) over (partition by who, visit order by ts, line) as start_ts,
    first_value(line) over (partition by who, visit order by ts, line) as start_line
  from mine
), beside as (
  select started.*,
    row_number() over (partition by who order by start_ts, start_line, ts, line) as row_number,
    lag(ts) over (partition by who order by start_ts, start_line, ts, line) as before_ts,
    lag(action) over (partition by who order by start_ts, start_line, ts, line) as before_action,
    lag(item) over (partition by who order by start_ts, start_line, ts, line) as before_item,
    lag(coalesce(visit, '')) over (partition by who order by start_ts, start_line, ts, line) as before_visit
  from started
), opened as (
  select who, row_number, line, ts, action, item, cents, before_ts, before_action, before_item,
    case
      when before_ts is null or coalesce(visit, '') <> before_visit then 1
      when visit is null and ts - before_ts > session_gap_ms() then 1
      else 0
    end as opens
  from beside
), kept as (
  -- A repeat has the time of the event before it: the one behind it has the same gap without it.
  select who, row_number, line, ts, action, item, cents, opens, gap_bucket(ts - before_ts) as gap
  from opened
  where opens = 1 or ts <> before_ts or action <> before_action or item <> before_item
), marked as (
  select who, line, ts, action, item, cents, opens, gap,
    row_number() over (partition by who order by row_number) as n,
    lead(ts) over (partition by who order by row_number) as next_ts,
    lead(opens) over (partition by who order by row_number) as next_opens,
    cast(sum(opens) over (partition by who order by row_number rows between unbounded preceding and current row) as bigint) as visits,
    cast(sum(case when action = 1 then 1 else 0 end) over (partition by who order by row_number rows between unbounded preceding and current row) as bigint) as carts,
    cast(sum(case when action = 2 then 1 else 0 end) over (partition by who order by row_number rows between unbounded preceding and current row) as bigint) as orders,
    max(case when item >= 0 then row_number * 4294967296 + item end) over (partition by who order by row_number rows between unbounded preceding and 1 preceding) as before_item
  from kept
), seen as (
  select marked.*,
    lag(n) over (partition by who, item order by n) as seen_at,
    max(case when action = 1 then n * 2 + 1 when action in (2, 3) then n * 2 else 0 end) over (partition by who, item order by n rows between unbounded preceding and current row) as cart_mark,
    first_value(ts) over (partition by who, visits order by n) as began,
    row_number() over (partition by who, visits order by n) as place,
    max(case when opens = 1 then 0 else gap end) over (partition by who, visits order by n rows between unbounded preceding and current row) as longest,
    max(case when action = 2 then 2 when action = 1 then 1 else 0 end) over (partition by who, visits order by n rows between unbounded preceding and current row) as reached
  from marked
)
select seen.who, cast(n - 1 as int) as n, line, ts, began,
  case when next_opens = 0 then next_ts else ts end as label_ts,
  cast(action as int) as action, cast(item as int) as item, cents, opens,
  gap,
  case when item < 0 then 0 else ago_bucket(n - seen_at) end as recency,
  coalesce(nullif(case when cents > 0 then price_bucket(cast(cast(cast(cents as double) / 1e2 as float) as double), own.level) else 0 end, 0), own.price, 0) as price,
  case
    when item = coalesce(before_item % 4294967296, -1) then case when item >= 0 then 1 else 0 end
    when coalesce(own.category, 0) = 0 or coalesce(other.category, 0) = 0 then 0
    when own.category = other.category then 2
    when own.top = other.top then 3
    else 4
  end as agreement,
  ago_bucket(place) as place,
  cast(reached as int) + case when item >= 0 then cast(3 * (cart_mark % 2) as int) else 0 end as stage,
  gap_bucket(ts - began) as elapsed,
  cast(longest as int) as longest,
  sum_bucket(visits) as visits, sum_bucket(n) as events, sum_bucket(carts) as carts, sum_bucket(orders) as orders,
  cast(1 + cast(floor(ts / 7.2e6) as bigint) % 12 as int) as hour
from seen
left join facts own on seen.item = own.row_number
left join facts other on seen.before_item % 4294967296 = other.row_number;

-- step hours | splitting by time
create table hours as
select cast(floor(began / 3.6e6) as bigint) as hour, count(*) as sessions
from tokens where opens = 1 group by cast(floor(began / 3.6e6) as bigint);

-- step cuts | splitting by time
create table cuts as
with total as (
  select cast(sum(sessions) as bigint) as sessions from hours
), asked as (
  select 1 as cut, cast(floor(sessions * (1e0 - (test_share() + validation_share())) + 5e-1) as bigint) as place from total where test_share() + validation_share() > 0e0
  union all
  select 2 as cut, cast(floor(sessions * (1e0 - test_share()) + 5e-1) as bigint) as place from total where test_share() > 0e0
), running as (
  select hour, sessions, cast(sum(sessions) over (order by hour rows between unbounded preceding and current row) as bigint) - sessions as before
  from hours
), found as (
  select asked.cut, asked.place - running.before as place, running.hour
  from asked join running on asked.place >= running.before and asked.place < running.before + running.sessions
), placed as (
  select found.cut, found.place, tokens.began,
    row_number() over (partition by found.cut order by tokens.began, tokens.line) - 1 as at_place
  from tokens join found on cast(floor(tokens.began / 3.6e6) as bigint) = found.hour
  where tokens.opens = 1
)
select coalesce(min(case when cut = 1 then began end), 4611686018427387904) as validation_from,
  coalesce(min(case when cut = 2 then began end), 4611686018427387904) as test_from
from placed where place = at_place;

-- step parts | splitting by time
create view parts as
select tokens.*,
  case
    when began >= test_from then 2
    when began >= validation_from then case when label_ts >= test_from then 3 else 1 end
    else case when label_ts >= least(validation_from, test_from) then 3 else 0 end
  end as part
from tokens cross join cuts;

-- step uses | counting items
create table uses as
select item, count(*) as events, cast(sum(case when part = 0 then 1 else 0 end) as bigint) as trained
from parts where item >= 0 group by item;

-- step report | counting what was left out
create table report as
select substr(reason, 1, 7) as kind, substr(reason, 9) as reason, count(*) as lines, min(line) as first_line
from lines where reason is not null group by reason
union all
select 'altered' as kind, case when price_fault = 1 then 'price not read' else 'price rounded to cents' end as reason, count(*) as lines, min(line) as first_line
from lines where reason is null and price_fault > 0 group by price_fault
union all
select 'altered' as kind, 'name left out, as products have another in nearly every line (name the right column with --columns name=…)' as reason, renamed as lines, first_line
from names where are_others = 1
union all
select 'robots' as kind, 'shoppers with more events than a person makes' as reason, count(*) as lines, min(lines.line) as first_line
from lines join numbers on lines.shopper = numbers.shopper where lines.reason is null and numbers.robot = 1 having count(*) > 0
union all
select 'repeats' as kind, 'the same event again in the same millisecond' as reason, events - kept as lines, cast(-1 as bigint) as first_line
from (select count(*) as events from numbered) cross join (select count(*) as kept from tokens) where events > kept;

-- step sizes | counting shards
create table sizes as
select cast(floor(who / 4294967296e0) as int) as shard, count(*) as events, count(distinct who) as shoppers,
  cast(sum(opens) as bigint) as sessions
from tokens group by cast(floor(who / 4294967296e0) as int);
