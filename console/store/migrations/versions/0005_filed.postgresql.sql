ALTER TABLE case_ ADD COLUMN filed_at BIGINT;
UPDATE case_ SET filed_at = told.at FROM (
  SELECT case_id, max(recorded_at) AS at FROM event WHERE kind = 'case' AND command = 'file' GROUP BY case_id
) told WHERE told.case_id = case_.id AND case_.condition_id IS NOT NULL AND case_.stage <> 3;
CREATE TABLE wall_status (
	name VARCHAR(40) NOT NULL, 
	operator_id BIGINT, 
	told JSONB NOT NULL, 
	seen_at BIGINT NOT NULL, 
	CONSTRAINT wall_status_pkey PRIMARY KEY (name), 
	CONSTRAINT wall_status_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE TABLE wall_order (
	id BIGSERIAL NOT NULL, 
	version INTEGER NOT NULL, 
	state SMALLINT NOT NULL, 
	wall VARCHAR(40) NOT NULL, 
	act VARCHAR(40) NOT NULL, 
	scene VARCHAR, 
	until BIGINT, 
	given_at BIGINT NOT NULL, 
	given_by BIGINT NOT NULL, 
	CONSTRAINT wall_order_pkey PRIMARY KEY (id), 
	CONSTRAINT wall_order_given_by_fkey FOREIGN KEY(given_by) REFERENCES operator (id)
);
