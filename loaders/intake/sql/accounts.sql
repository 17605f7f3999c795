-- The books of intake.
DROP SCHEMA IF EXISTS staging CASCADE;
DROP SCHEMA IF EXISTS stored CASCADE;
CREATE SCHEMA staging;
-- The columns of large tables that some file fills; the tables of staging are then views.
CREATE SCHEMA stored;

-- Grain: one table of the contract.
CREATE OR REPLACE TABLE policy_table (table_id VARCHAR, name VARCHAR, group_id VARCHAR);

-- Grain: one file of the exports folder. rows_read = rows_accepted + rows_refused + rows_blank.
CREATE OR REPLACE TABLE source_file (
  file_id INTEGER, name VARCHAR, bytes BIGINT, status VARCHAR, reason VARCHAR, table_id VARCHAR, encoding VARCHAR,
  as_of DATE, rows_read BIGINT, rows_accepted BIGINT, rows_refused BIGINT, rows_blank BIGINT, rows_duplicate BIGINT,
  rows_placeholder BIGINT, rows_example BIGINT, hidden_sheets VARCHAR, digest VARCHAR
);

-- Grain: one sheet that was read.
CREATE OR REPLACE TABLE source_sheet (
  file_id INTEGER, sheet_no INTEGER, sheet VARCHAR, table_id VARCHAR, header_row INTEGER, columns VARCHAR[], lacking VARCHAR, unknown_headers VARCHAR
);

-- Grain: one refused row, emptied cell or remark. Never a value of a cell.
CREATE OR REPLACE TABLE reject (
  file_id INTEGER, sheet_no INTEGER, row_no INTEGER, column_zh VARCHAR, reason VARCHAR, action VARCHAR, kind VARCHAR
);
