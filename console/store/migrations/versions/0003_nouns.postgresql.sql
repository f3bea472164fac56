ALTER TABLE rule ADD COLUMN kind VARCHAR(40) DEFAULT 'case' NOT NULL;
ALTER TABLE rule DROP CONSTRAINT rule_pkey;
ALTER TABLE rule ADD CONSTRAINT rule_pkey PRIMARY KEY (kind, command, variant, stage, post);
CREATE TABLE noun (
	kind VARCHAR(40) NOT NULL, 
	table_name VARCHAR(40) NOT NULL, 
	columns JSONB NOT NULL, 
	states TEXT[] NOT NULL, 
	gone JSONB NOT NULL, 
	region VARCHAR(40), 
	concerned VARCHAR(40), 
	parent VARCHAR(40), 
	owner VARCHAR(40), 
	said JSONB NOT NULL, 
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
ALTER TABLE scene ADD COLUMN shown_at BIGINT;
ALTER TABLE scene ADD COLUMN shown_by BIGINT REFERENCES operator (id);
ALTER TABLE scene ADD COLUMN about JSONB;
ALTER TABLE scene ADD COLUMN until BIGINT;
CREATE UNIQUE INDEX scene_name_key ON scene (name) WHERE state = 1;
