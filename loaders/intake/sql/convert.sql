-- Text of a cell → contract type. NULL in or not convertible → NULL out. Grain: one value.

CREATE OR REPLACE TEMP MACRO half_width(v) AS
  translate(v, '（）［］：；，．／－＋％０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
    '()[]:;,./-+%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');

-- Letters, digits and brackets half-width, blanks out, lower case: how codes are compared. Most text needs none of it.
CREATE OR REPLACE TEMP MACRO plain_text(v) AS
  lower(regexp_replace(CASE WHEN regexp_matches(v, '[！-～]') THEN half_width(v) ELSE v END, '[\s\x{3000}\x{200B}\x{FEFF}]+', '', 'g'));

-- An id typed as a number keeps no ".0".
CREATE OR REPLACE TEMP MACRO to_text(v) AS
  CASE WHEN suffix(v, '.0') AND regexp_full_match(v, '\d+\.0') THEN v[:-3] ELSE v END;

CREATE OR REPLACE TEMP MACRO odd_number(v) AS TRY_CAST(regexp_replace(plain_text(v), '[,%]', '', 'g') AS DOUBLE);

-- By way of DOUBLE: the direct cast of text to DECIMAL takes a hundred times as long. Stored as DECIMAL so that sums are
-- the same in any order. The plain form goes first; odd spellings do not share its path.
CREATE OR REPLACE TEMP MACRO to_number(v) AS
  CASE WHEN v IS NULL THEN NULL ELSE TRY_CAST(coalesce(TRY_CAST(v AS DOUBLE), odd_number(v)) AS DECIMAL(18, 6)) END;

CREATE OR REPLACE TEMP MACRO odd_whole(v) AS
  CASE WHEN odd_number(v) = floor(odd_number(v)) THEN TRY_CAST(odd_number(v) AS BIGINT) END;

CREATE OR REPLACE TEMP MACRO to_whole(v) AS
  CASE WHEN v IS NULL THEN NULL
       WHEN regexp_full_match(v, '\d{1,18}') THEN TRY_CAST(v AS BIGINT)
       ELSE odd_whole(v) END;

-- Excel serial day (1900 system; 1904 workbooks are shifted before).
CREATE OR REPLACE TEMP MACRO serial_day(v) AS
  CASE WHEN regexp_full_match(v, '[2-7]\d{4}(\.\d+)?') THEN DATE '1899-12-30' + TRY_CAST(floor(TRY_CAST(v AS DOUBLE)) AS INTEGER) END;

CREATE OR REPLACE TEMP MACRO day_parts(v) AS
  regexp_extract(plain_text(v), '^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:t?\d{1,2}[:时].*)?$', ['y', 'm', 'd']);

CREATE OR REPLACE TEMP MACRO parted_day(p) AS
  TRY_CAST(CASE WHEN p.y <> '' THEN p.y || '-' || lpad(p.m, 2, '0') || '-' || lpad(p.d, 2, '0') END AS DATE);

CREATE OR REPLACE TEMP MACRO to_day(v) AS
  CASE WHEN v IS NULL THEN NULL
       WHEN regexp_full_match(v, '\d{4}-\d{2}-\d{2}') THEN TRY_CAST(v AS DATE)
       WHEN regexp_full_match(v, '\d{8}(\.0)?') THEN TRY_CAST(v[1:4] || '-' || v[5:6] || '-' || v[7:8] AS DATE)
       ELSE coalesce(serial_day(v), parted_day(day_parts(v)))
  END;

CREATE OR REPLACE TEMP MACRO month_parts(v) AS
  regexp_extract(plain_text(v), '^(\d{4})(?:年|[-/.])(\d{1,2})月?$', ['y', 'm']);

CREATE OR REPLACE TEMP MACRO checked_month(y, m) AS
  CASE WHEN TRY_CAST(m AS INTEGER) BETWEEN 1 AND 12 AND TRY_CAST(y AS INTEGER) BETWEEN 1900 AND 2100
       THEN TRY_CAST(y AS INTEGER) * 100 + TRY_CAST(m AS INTEGER) END;

CREATE OR REPLACE TEMP MACRO parted_month(p) AS checked_month(p.y, p.m);

-- A month as YYYYMM; any day is cut off (contract README §3: months are only compared as months).
CREATE OR REPLACE TEMP MACRO to_month(v) AS
  CASE WHEN v IS NULL THEN NULL
       WHEN regexp_full_match(v, '\d{6}(\.0)?') THEN checked_month(v[1:4], v[5:6])
       ELSE coalesce(parted_month(month_parts(v)), year(to_day(v)) * 100 + month(to_day(v)))
  END;

CREATE OR REPLACE TEMP MACRO to_items(v) AS
  CASE WHEN v IS NULL THEN NULL
       ELSE list_filter(list_transform(regexp_split_to_array(v, '[,，、;；|]'), lambda x: trim(x)), lambda x: x <> '') END;
