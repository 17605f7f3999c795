-- Rows that reached staging are settled into the books of their file.
UPDATE source_file AS f SET rows_refused = f.rows_refused + s.refused, rows_accepted = s.accepted, rows_duplicate = s.duplicate
FROM (
  SELECT file_id, count(*) FILTER (state = 'refused') AS refused, count(*) FILTER (state <> 'refused') AS accepted,
    count(*) FILTER (state = 'duplicate') AS duplicate
  FROM staged_rows GROUP BY file_id
) AS s WHERE s.file_id = f.file_id;
