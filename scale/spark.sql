-- The words that Spark has for what prepare.sql says. duckdb.sql has DuckDB's.

-- The text without the blanks that JavaScript's trim() takes off.
create or replace temporary function trimmed(x string) returns string return trim(both concat(char(9), char(10), char(11), char(12), char(13), char(32), char(160), u&'') from x);
