-- Text of a cell → contract type. NULL in or not convertible → NULL out. Grain: one value.

CREATE OR REPLACE TEMP MACRO half_width(v) AS
  translate(v, '（）［］：；，．／－＋％０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ' || chr(12288) || chr(160),
    '()[]:;,./-+%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz  ');

-- Letters, digits and brackets half-width, blanks out, lower case: how codes are compared. Most text needs none of it.
CREATE OR REPLACE TEMP MACRO plain_text(v) AS
  lower(regexp_replace(CASE WHEN regexp_matches(v, '[！-～]') THEN half_width(v) ELSE v END, '[\s\x{A0}\x{3000}\x{200B}\x{FEFF}]+', '', 'g'));

-- An id typed as a number keeps no ".0".
CREATE OR REPLACE TEMP MACRO to_text(v) AS
  CASE WHEN suffix(v, '.0') AND regexp_full_match(v, '\d+\.0') THEN v[:-3] ELSE v END;

CREATE OR REPLACE TEMP MACRO odd_number(v) AS TRY_CAST(regexp_replace(plain_text(v), '[,%]', '', 'g') AS DOUBLE);

-- By way of DOUBLE: the direct cast of text to DECIMAL takes a hundred times as long. Stored as DECIMAL so that sums are
-- the same in any order. The plain form goes first; odd spellings do not share its path.
CREATE OR REPLACE TEMP MACRO to_number(v) AS
  CASE WHEN v IS NULL THEN NULL ELSE TRY_CAST(coalesce(TRY_CAST(v AS DOUBLE), odd_number(v)) AS DECIMAL(18, 6)) END;

-- A thousand million of anything counted is a telephone number or worse.
CREATE OR REPLACE TEMP MACRO odd_whole(v) AS
  CASE WHEN odd_number(v) = floor(odd_number(v)) AND abs(odd_number(v)) < 1e9 THEN TRY_CAST(odd_number(v) AS BIGINT) END;

CREATE OR REPLACE TEMP MACRO to_whole(v) AS
  CASE WHEN v IS NULL THEN NULL
       WHEN regexp_full_match(v, '\d{1,9}') THEN TRY_CAST(v AS BIGINT)
       ELSE odd_whole(v) END;

-- Excel serial day of 1982 to 2119 (1900 system; 1904 workbooks are shifted before). Lower ones are years with a digit lost.
CREATE OR REPLACE TEMP MACRO serial_day(v) AS
  CASE WHEN regexp_full_match(v, '[3-7]\d{4}(\.\d+)?') THEN DATE '1899-12-30' + TRY_CAST(floor(TRY_CAST(v AS DOUBLE)) AS INTEGER) END;

-- A serial of a workbook that counts from 1904, as the 1900 system has it.
CREATE OR REPLACE TEMP MACRO from_1904(v) AS
  CASE WHEN regexp_full_match(v, '[2-7]\d{4}(\.\d+)?') THEN CAST(TRY_CAST(v AS DOUBLE) + 1462 AS VARCHAR) ELSE v END;

-- The blanks before a time of day matter: 2023/4/1 18:30 is not the 11th.
CREATE OR REPLACE TEMP MACRO day_parts(v) AS
  regexp_extract(v, '^(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})(?:\s*日|\s*日\s*\d{1,2}[:时].*|[\sTt]+\d{1,2}[:时].*)?$', ['y', 'm', 'd']);

CREATE OR REPLACE TEMP MACRO compact_parts(v) AS
  regexp_extract(v, '^(\d{4})(\d{2})(\d{2})(?:\d{6}|[\sTt]+\d{1,2}[:时].*)?$', ['y', 'm', 'd']);

-- The same years as for months: a day of the year 23 or 9999 is a slip of the pen.
CREATE OR REPLACE TEMP MACRO checked_day(v) AS
  CASE WHEN v[1:4] BETWEEN '1900' AND '2100' THEN TRY_CAST(v AS DATE) END;

-- Each part once: DuckDB copies an argument wherever it is named, and plans every copy.
CREATE OR REPLACE TEMP MACRO parted_day(p) AS
  TRY_CAST(regexp_extract(p.y || '-' || lpad(p.m, 2, '0') || '-' || lpad(p.d, 2, '0'), '^(?:(?:19|20)\d{2}|2100)-\d{2}-\d{2}$') AS DATE);

CREATE OR REPLACE TEMP MACRO odd_day(v) AS coalesce(serial_day(v), parted_day(day_parts(v)), parted_day(compact_parts(v)));

CREATE OR REPLACE TEMP MACRO to_day(v) AS
  CASE WHEN v IS NULL THEN NULL
       WHEN regexp_full_match(v, '\d{4}-\d{2}-\d{2}') THEN checked_day(v)
       WHEN regexp_full_match(v, '\d{8}(\.0)?') THEN checked_day(v[1:4] || '-' || v[5:6] || '-' || v[7:8])
       ELSE odd_day(half_width(v))
  END;

CREATE OR REPLACE TEMP MACRO month_parts(v) AS
  regexp_extract(plain_text(v), '^(\d{4})(?:年|[-/.])(\d{1,2})月?$', ['y', 'm']);

CREATE OR REPLACE TEMP MACRO checked_month(y, m) AS
  CASE WHEN TRY_CAST(m AS INTEGER) BETWEEN 1 AND 12 AND TRY_CAST(y AS INTEGER) BETWEEN 1900 AND 2100
       THEN TRY_CAST(y AS INTEGER) * 100 + TRY_CAST(m AS INTEGER) END;

CREATE OR REPLACE TEMP MACRO parted_month(p) AS checked_month(p.y, p.m);

CREATE OR REPLACE TEMP MACRO compact_month(v) AS
  CASE WHEN regexp_full_match(v, '\d{6}(\.0)?') THEN checked_month(v[1:4], v[5:6]) END;

CREATE OR REPLACE TEMP MACRO month_of(d) AS
  CASE WHEN d <= DATE '2100-12-31' THEN CAST(strftime(d, '%Y%m') AS INTEGER) END;

-- A month as YYYYMM; any day is cut off (contract README §3: months are only compared as months).
CREATE OR REPLACE TEMP MACRO to_month(v) AS
  CASE WHEN v IS NULL THEN NULL
       WHEN regexp_full_match(v, '\d{6}(\.0)?') THEN checked_month(v[1:4], v[5:6])
       ELSE coalesce(parted_month(month_parts(v)), compact_month(plain_text(v)), month_of(to_day(v)))
  END;

CREATE OR REPLACE TEMP MACRO to_items(v) AS
  CASE WHEN v IS NULL THEN NULL
       ELSE list_filter(list_transform(regexp_split_to_array(v, '[,，、;；|]'), lambda x: trim(x)), lambda x: x <> '') END;

-- A text without telephone and id card numbers; other numbers may name something.
CREATE OR REPLACE TEMP MACRO without_ids(v) AS
  CASE WHEN length(v) < 11 THEN v
       ELSE regexp_replace(v, '\b(?:1[3-9]\d{9}|\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx](?:\d{2}|\d{4})?)\b', '*', 'g') END;

-- A text without any run of seven digits and more: what exports of persons say of one beside the identifiers.
CREATE OR REPLACE TEMP MACRO without_numbers(v) AS
  CASE WHEN length(v) < 7 THEN v
       ELSE regexp_replace(CASE WHEN regexp_matches(v, '[０-９]') THEN half_width(v) ELSE v END, '\d(?:[ -]?\d){6,}[Xx]?', '*', 'g') END;

-- Two or three characters that begin with a family name, or a name with a middle dot.
CREATE OR REPLACE TEMP MACRO looks_like_name(v) AS regexp_full_match(v, '(?:[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边吉饶刁瞿戚丘古米池滕晋苑邬臧宫苟全褚廉简娄盖符奚穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻窦迟宇敖冷卓花仇艾蓝都巩井仲乐虞卞封冼原官衣楚佟栗匡宗应巫鞠桑荆沙伏岑习胥蔺闫付代]\p{Han}{1,2}|(?:欧阳|太史|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|东方|夏侯|端木|百里|呼延|南宫|独孤|完颜|爱新)\p{Han}{1,2}|\p{Han}{2,8}[·•]\p{Han}{2,8})');

-- What may be kept of a value no code list knows: the text, but nothing that looks like a name or a number of a person, which
-- is there because a row's cells stand in wrong columns. It counts as unknown either way.
CREATE OR REPLACE TEMP MACRO kept_code(v) AS
  CASE WHEN v IS NULL THEN NULL WHEN looks_like_name(regexp_replace(v, '[\s\x{A0}\x{3000}]+', '', 'g')) THEN '（未保留）' ELSE without_numbers(v) END;

-- The same for the plain spelling alone, short to plan: the value, or NULL where it may be another spelling.
CREATE OR REPLACE TEMP MACRO plain_whole(v) AS CASE WHEN regexp_full_match(v, '\d{1,9}') THEN TRY_CAST(v AS BIGINT) END;
CREATE OR REPLACE TEMP MACRO plain_number(v) AS TRY_CAST(TRY_CAST(v AS DOUBLE) AS DECIMAL(18, 6));
CREATE OR REPLACE TEMP MACRO plain_day(v) AS
  CASE WHEN regexp_full_match(v, '(?:19|20)\d{2}-\d{2}-\d{2}') THEN TRY_CAST(v AS DATE) END;
CREATE OR REPLACE TEMP MACRO plain_month(v) AS
  CASE WHEN regexp_full_match(v, '(?:19|20)\d{2}(?:0[1-9]|1[0-2])') THEN TRY_CAST(v AS INTEGER) END;
