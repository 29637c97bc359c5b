-- The words that Spark has for what prepare.sql says; duckdb.sql has DuckDB's.

-- The text without the blanks that JavaScript's trim() takes off.
create or replace temporary function trimmed(x string) returns string return
  trim(both decode(unhex('090A0B0C0D20C2A0E280AFE28083E28089E38080EFBBBF'), 'UTF-8') from x);

create or replace temporary function matches(x string, pattern string) returns boolean return x rlike pattern;

-- A date and a clock in UTC as milliseconds, NULL where there is no such time.
create or replace temporary function civil_ms(x string) returns bigint return unix_millis(try_cast(x as timestamp));

create or replace temporary function moment_ms(x timestamp) returns bigint return unix_millis(x);
