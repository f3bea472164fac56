DROP TABLE rule;
CREATE TABLE rule (
	kind VARCHAR(40) NOT NULL, 
	command VARCHAR(40) NOT NULL, 
	variant VARCHAR(20) NOT NULL, 
	stage SMALLINT NOT NULL, 
	post VARCHAR(40) NOT NULL, 
	to_stage SMALLINT NOT NULL, 
	axis VARCHAR(40), 
	may JSON NOT NULL, 
	beside_case JSON NOT NULL, 
	needs JSON NOT NULL, 
	fills JSON NOT NULL, 
	moments JSON NOT NULL, 
	counts JSON NOT NULL, 
	moves JSON NOT NULL, 
	beside JSON NOT NULL, 
	always BOOLEAN NOT NULL, 
	touches JSON NOT NULL, 
	undoable BOOLEAN NOT NULL, 
	CONSTRAINT rule_pkey PRIMARY KEY (kind, command, variant, stage, post)
);
CREATE TABLE noun (
	kind VARCHAR(40) NOT NULL, 
	table_name VARCHAR(40) NOT NULL, 
	columns JSON NOT NULL, 
	states JSON NOT NULL, 
	gone JSON NOT NULL, 
	region VARCHAR(40), 
	concerned VARCHAR(40), 
	parent VARCHAR(40), 
	owner VARCHAR(40), 
	said JSON NOT NULL, 
	CONSTRAINT noun_pkey PRIMARY KEY (kind)
);
CREATE TABLE counter (
	name VARCHAR(80) NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT counter_pkey PRIMARY KEY (name)
);
ALTER TABLE dispatch_rule ADD COLUMN state SMALLINT DEFAULT 1 NOT NULL;
UPDATE dispatch_rule SET state = 2 WHERE NOT active;
ALTER TABLE dispatch_rule DROP COLUMN active;
CREATE UNIQUE INDEX dispatch_rule_active_key ON dispatch_rule (category_id, coalesce(region_id, 0)) WHERE state = 1;
ALTER TABLE scene ADD COLUMN state SMALLINT DEFAULT 1 NOT NULL;
ALTER TABLE scene ADD COLUMN exclusive BOOLEAN;
ALTER TABLE scene ADD COLUMN shown_at INTEGER;
ALTER TABLE scene ADD COLUMN shown_by INTEGER REFERENCES operator (id);
ALTER TABLE scene ADD COLUMN about JSON;
ALTER TABLE scene ADD COLUMN until INTEGER;
CREATE UNIQUE INDEX scene_name_key ON scene (name) WHERE state = 1;
