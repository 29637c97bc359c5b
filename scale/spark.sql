-- The words that Spark has for what prepare.sql says; duckdb.sql has DuckDB's.

-- The text without the blanks that JavaScript's trim() takes off.
create or replace temporary function trimmed(x string) returns string return
  trim(both decode(unhex('090A0B0C0D20C2A0E19A80E28080E28081E28082E28083E28084E28085E28086E28087E28088E28089E2808AE280A8E280A9E280AFE2819FE38080EFBBBF'), 'UTF-8') from x);

create or replace temporary function matches(x string, pattern string) returns boolean return x rlike pattern;

-- A date and a clock in UTC as milliseconds, NULL where there is no such time.
create or replace temporary function civil_ms(x string) returns bigint return unix_millis(try_cast(x as timestamp));

create or replace temporary function moment_ms(x timestamp) returns bigint return unix_millis(x);
