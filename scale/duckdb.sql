-- The words that DuckDB has for what prepare.sql says. spark.sql has Spark's.

-- The text without the blanks that JavaScript's trim() takes off.
create or replace macro trimmed(x) as case
  -- Most need none, and trim is slow: it reads its letters anew for each text.
  when x >= '!' and x < chr(127) and x[-1] between '!' and '~' then x
  else trim(x, chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(32) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(12288) || chr(65279))
end;

create or replace macro matches(x, pattern) as regexp_matches(x, pattern);

-- A date and a clock in UTC as milliseconds, NULL where there is no such time.
create or replace macro civil_ms(x) as epoch_ms(try_cast(x as timestamp));

create or replace macro moment_ms(x) as epoch_ms(cast(x as timestamp));
