-- What the worklists are made of, for the month {{month}} and its quarter {{quarter}}. Every set is that of the view the indicator of
-- the matter counts (loaders/indicators), so that lists and figures cannot differ.

-- Grain: one thing due: a household, or a clue, notice, point, fault or member of one. `over` counts days or months past the day it was
-- due (`over_unit`); `lacking` names the unknown predicates that keep a level open.
CREATE OR REPLACE TEMP TABLE worklist_item (
  matter VARCHAR, region_code VARCHAR, household_id VARCHAR, item VARCHAR, member VARCHAR, due VARCHAR, since VARCHAR, due_on VARCHAR,
  "over" INTEGER, over_unit VARCHAR, fact VARCHAR, lacking VARCHAR[], members BIGINT, file_id INTEGER, sheet_no INTEGER, row_no BIGINT
);

-- Grain: one person of the exports the month is read from, with its place among the household's rows.
CREATE OR REPLACE TEMP TABLE worklist_member AS
SELECT p.as_of, p.household_id, p.file_id, p.sheet_no, p.row_no,
  row_number() OVER (PARTITION BY p.as_of, p.household_id ORDER BY p.file_id, p.sheet_no, p.row_no) AS place_no,
  row_number() OVER (PARTITION BY p.as_of, p.household_id ORDER BY p.relation_to_head = 'head' DESC NULLS LAST, p.file_id, p.sheet_no, p.row_no) AS head_no
FROM person AS p
WHERE p.as_of IN (SELECT s.from_as_of FROM county_snapshot AS s JOIN period AS q ON q.as_of = s.as_of WHERE q.period IN ('{{month}}', '{{quarter}}'));

-- Grain: one household with its row in those exports: the head's, else the first.
CREATE OR REPLACE TEMP VIEW worklist_row AS SELECT * FROM worklist_member WHERE head_no = 1;

-- A month of the data as written, and how long after a day the data stand.
CREATE OR REPLACE TEMP MACRO days_over(due_on, done_on) AS nullif(greatest(coalesce(done_on, data_day()) - due_on, 0), 0);
