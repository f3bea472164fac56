ALTER TABLE case_ ADD COLUMN filed_at BIGINT;
UPDATE case_ SET filed_at = told.at FROM (
  SELECT case_id, max(recorded_at) AS at FROM event WHERE kind = 'case' AND command = 'file' GROUP BY case_id
) told WHERE told.case_id = case_.id AND case_.condition_id IS NOT NULL AND case_.stage <> 3;
