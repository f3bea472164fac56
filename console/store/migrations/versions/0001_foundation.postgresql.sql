CREATE TABLE blob (
	hash VARCHAR(64) NOT NULL, 
	media_type VARCHAR(40) NOT NULL, 
	content BYTEA NOT NULL, 
	thumbnail BYTEA, 
	stored_at BIGINT NOT NULL, 
	CONSTRAINT blob_pkey PRIMARY KEY (hash)
);
CREATE TABLE campaign (
	id BIGSERIAL NOT NULL, 
	zh VARCHAR NOT NULL, 
	en VARCHAR NOT NULL, 
	began_at BIGINT NOT NULL, 
	ends_at BIGINT, 
	terms JSONB NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT campaign_pkey PRIMARY KEY (id)
);
CREATE TABLE category (
	id BIGSERIAL NOT NULL, 
	scheme VARCHAR(40) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	code VARCHAR(80) NOT NULL, 
	class_zh VARCHAR NOT NULL, 
	class_en VARCHAR NOT NULL, 
	zh VARCHAR NOT NULL, 
	en VARCHAR NOT NULL, 
	CONSTRAINT category_pkey PRIMARY KEY (id), 
	CONSTRAINT category_scheme_kind_code_key UNIQUE (scheme, kind, code)
);
CREATE TABLE command (
	command_id VARCHAR(36) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	actor_id INTEGER NOT NULL, 
	arguments VARCHAR(64) NOT NULL, 
	outcome VARCHAR(40) NOT NULL, 
	reason VARCHAR, 
	detail JSONB, 
	subject BIGINT, 
	version INTEGER, 
	at BIGINT NOT NULL, 
	CONSTRAINT command_pkey PRIMARY KEY (command_id, ordinal)
);
CREATE TABLE day_counter (
	day VARCHAR(8) NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT day_counter_pkey PRIMARY KEY (day)
);
CREATE TABLE evaluation_scheme (
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	terms JSONB NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT evaluation_scheme_pkey PRIMARY KEY (id)
);
CREATE TABLE event (
	seq BIGINT NOT NULL, 
	xid xid8 NOT NULL, 
	era SMALLINT NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	subject BIGINT NOT NULL, 
	subject_version INTEGER NOT NULL, 
	case_id BIGINT, 
	command VARCHAR(40) NOT NULL, 
	command_id VARCHAR(36) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	actor_id INTEGER, 
	on_behalf_of VARCHAR, 
	post VARCHAR(40), 
	seat VARCHAR(40), 
	recorded_at BIGINT NOT NULL, 
	occurred_at BIGINT NOT NULL, 
	before JSONB NOT NULL, 
	after JSONB NOT NULL, 
	scope INTEGER[] NOT NULL, 
	crossed BOOLEAN NOT NULL, 
	reason VARCHAR
)
 PARTITION BY RANGE (recorded_at);
CREATE INDEX event_case_index ON event (case_id, subject_version);
CREATE INDEX event_era_xid_seq_index ON event (era, xid, seq);
CREATE INDEX event_other_index ON event (kind, subject, subject_version) WHERE kind <> 'case';
CREATE INDEX event_recorded_index ON event USING brin (recorded_at);
CREATE TABLE lease (
	name VARCHAR(40) NOT NULL, 
	holder VARCHAR NOT NULL, 
	login VARCHAR(63), 
	until BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT lease_pkey PRIMARY KEY (name)
);
CREATE TABLE operator (
	id BIGSERIAL NOT NULL, 
	login VARCHAR(63) NOT NULL, 
	zh VARCHAR NOT NULL, 
	en VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT operator_pkey PRIMARY KEY (id), 
	CONSTRAINT operator_login_key UNIQUE (login)
);
CREATE TABLE plan (
	id BIGSERIAL NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	grade SMALLINT NOT NULL, 
	zh VARCHAR NOT NULL, 
	en VARCHAR NOT NULL, 
	tasks JSONB NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT plan_pkey PRIMARY KEY (id)
);
CREATE TABLE region (
	id BIGSERIAL NOT NULL, 
	parent_id BIGINT, 
	tier VARCHAR(40) NOT NULL, 
	code VARCHAR(15) NOT NULL, 
	zh VARCHAR NOT NULL, 
	en VARCHAR NOT NULL, 
	outline JSONB, 
	CONSTRAINT region_pkey PRIMARY KEY (id), 
	CONSTRAINT region_parent_id_fkey FOREIGN KEY(parent_id) REFERENCES region (id), 
	CONSTRAINT region_code_key UNIQUE (code)
);
CREATE INDEX region_parent_id_index ON region (parent_id);
CREATE TABLE resource (
	id BIGSERIAL NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	name VARCHAR NOT NULL, 
	lon DOUBLE PRECISION NOT NULL, 
	lat DOUBLE PRECISION NOT NULL, 
	facts JSONB, 
	CONSTRAINT resource_pkey PRIMARY KEY (id)
);
CREATE TABLE rule (
	command VARCHAR(40) NOT NULL, 
	variant VARCHAR(20) NOT NULL, 
	stage SMALLINT NOT NULL, 
	post VARCHAR(40) NOT NULL, 
	to_stage SMALLINT NOT NULL, 
	axis VARCHAR(40), 
	may TEXT[] NOT NULL, 
	beside_case TEXT[] NOT NULL, 
	needs TEXT[] NOT NULL, 
	fills JSONB NOT NULL, 
	moments TEXT[] NOT NULL, 
	counts TEXT[] NOT NULL, 
	moves TEXT[] NOT NULL, 
	beside TEXT[] NOT NULL, 
	always BOOLEAN NOT NULL, 
	touches TEXT[] NOT NULL, 
	undoable BOOLEAN NOT NULL, 
	CONSTRAINT rule_pkey PRIMARY KEY (command, variant, stage, post)
);
CREATE TABLE scene (
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	content JSONB NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT scene_pkey PRIMARY KEY (id)
);
CREATE TABLE schema_info (
	id SMALLINT NOT NULL, 
	revision VARCHAR(40) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	era SMALLINT DEFAULT 1 NOT NULL, 
	life VARCHAR(16) DEFAULT '' NOT NULL, 
	zone VARCHAR DEFAULT 'Asia/Shanghai' NOT NULL, 
	city_zh VARCHAR DEFAULT '' NOT NULL, 
	city_en VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT schema_info_pkey PRIMARY KEY (id)
);
CREATE TABLE seal (
	id BIGSERIAL NOT NULL, 
	upto_era SMALLINT NOT NULL, 
	upto_xid xid8 NOT NULL, 
	upto_seq BIGINT NOT NULL, 
	events INTEGER NOT NULL, 
	digests BYTEA NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT seal_pkey PRIMARY KEY (id)
);
CREATE TABLE setting (
	name VARCHAR(60) NOT NULL, 
	value JSONB NOT NULL, 
	CONSTRAINT setting_pkey PRIMARY KEY (name)
);
CREATE TABLE stage_limit (
	id BIGSERIAL NOT NULL, 
	stage SMALLINT NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	area_class SMALLINT DEFAULT 0 NOT NULL, 
	minutes INTEGER NOT NULL, 
	calendar VARCHAR(40) NOT NULL, 
	CONSTRAINT stage_limit_pkey PRIMARY KEY (id), 
	CONSTRAINT stage_limit_stage_urgent_area_class_key UNIQUE (stage, urgent, area_class)
);
CREATE TABLE token (
	token VARCHAR(40) COLLATE "C" NOT NULL, 
	case_id BIGINT NOT NULL, 
	CONSTRAINT token_pkey PRIMARY KEY (token, case_id)
);
CREATE TABLE work_span (
	calendar VARCHAR(40) NOT NULL, 
	start BIGINT NOT NULL, 
	"end" BIGINT NOT NULL, 
	before BIGINT NOT NULL, 
	CONSTRAINT work_span_pkey PRIMARY KEY (calendar, start)
);
CREATE INDEX work_span_before_index ON work_span (calendar, before);
CREATE TABLE collector (
	id BIGSERIAL NOT NULL, 
	call_sign VARCHAR(40) NOT NULL, 
	operator_id BIGINT, 
	region_id BIGINT NOT NULL, 
	duty_grids JSONB NOT NULL, 
	on_duty BOOLEAN NOT NULL, 
	CONSTRAINT collector_pkey PRIMARY KEY (id), 
	CONSTRAINT collector_call_sign_key UNIQUE (call_sign), 
	CONSTRAINT collector_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id), 
	CONSTRAINT collector_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id)
);
CREATE TABLE department (
	id BIGSERIAL NOT NULL, 
	parent_id BIGINT, 
	tier VARCHAR(40) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	region_id BIGINT, 
	zh VARCHAR NOT NULL, 
	en VARCHAR NOT NULL, 
	initials VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT department_pkey PRIMARY KEY (id), 
	CONSTRAINT department_parent_id_fkey FOREIGN KEY(parent_id) REFERENCES department (id), 
	CONSTRAINT department_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id)
);
CREATE TABLE duty_grid (
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	region_id BIGINT NOT NULL, 
	unit_grids JSONB NOT NULL, 
	CONSTRAINT duty_grid_pkey PRIMARY KEY (id), 
	CONSTRAINT duty_grid_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id)
);
CREATE TABLE evaluation_result (
	id BIGSERIAL NOT NULL, 
	scheme_id BIGINT NOT NULL, 
	object VARCHAR(40) NOT NULL, 
	object_id BIGINT NOT NULL, 
	period VARCHAR(40) NOT NULL, 
	figures JSONB NOT NULL, 
	made_at BIGINT NOT NULL, 
	CONSTRAINT evaluation_result_pkey PRIMARY KEY (id), 
	CONSTRAINT evaluation_result_scheme_id_fkey FOREIGN KEY(scheme_id) REFERENCES evaluation_scheme (id)
);
CREATE TABLE filing_condition (
	id BIGSERIAL NOT NULL, 
	category_id BIGINT NOT NULL, 
	area_class INTEGER, 
	zh VARCHAR NOT NULL, 
	en VARCHAR NOT NULL, 
	closing_zh VARCHAR NOT NULL, 
	closing_en VARCHAR NOT NULL, 
	limit_minutes INTEGER NOT NULL, 
	calendar VARCHAR(40) NOT NULL, 
	limit_text VARCHAR NOT NULL, 
	severity SMALLINT NOT NULL, 
	handler VARCHAR, 
	charge VARCHAR, 
	ended_at BIGINT, 
	CONSTRAINT filing_condition_pkey PRIMARY KEY (id), 
	CONSTRAINT filing_condition_category_id_fkey FOREIGN KEY(category_id) REFERENCES category (id)
);
CREATE INDEX filing_condition_category_id_index ON filing_condition (category_id);
CREATE TABLE incident (
	id BIGSERIAL NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	title VARCHAR NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	warning INTEGER, 
	grade INTEGER, 
	response INTEGER, 
	drill BOOLEAN NOT NULL, 
	plan_id BIGINT, 
	lon DOUBLE PRECISION, 
	lat DOUBLE PRECISION, 
	area JSONB, 
	began_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	version INTEGER NOT NULL, 
	CONSTRAINT incident_pkey PRIMARY KEY (id), 
	CONSTRAINT incident_plan_id_fkey FOREIGN KEY(plan_id) REFERENCES plan (id)
);
CREATE TABLE place (
	id BIGSERIAL NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	zh VARCHAR NOT NULL, 
	en VARCHAR NOT NULL, 
	pinyin VARCHAR NOT NULL, 
	lon DOUBLE PRECISION NOT NULL, 
	lat DOUBLE PRECISION NOT NULL, 
	region_id BIGINT, 
	shape JSONB, 
	CONSTRAINT place_pkey PRIMARY KEY (id), 
	CONSTRAINT place_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id)
);
CREATE INDEX place_pinyin_index ON place (pinyin);
CREATE TABLE region_under (
	region_id BIGINT NOT NULL, 
	ancestor_id BIGINT NOT NULL, 
	CONSTRAINT region_under_pkey PRIMARY KEY (region_id, ancestor_id), 
	CONSTRAINT region_under_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id), 
	CONSTRAINT region_under_ancestor_id_fkey FOREIGN KEY(ancestor_id) REFERENCES region (id)
);
CREATE INDEX region_under_ancestor_id_index ON region_under (ancestor_id);
CREATE TABLE seat (
	name VARCHAR(40) NOT NULL, 
	operator_id BIGINT, 
	post VARCHAR(40) DEFAULT '' NOT NULL, 
	seen_at BIGINT NOT NULL, 
	CONSTRAINT seat_pkey PRIMARY KEY (name), 
	CONSTRAINT seat_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE INDEX seat_operator_id_index ON seat (operator_id);
CREATE TABLE shift (
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	begins_at BIGINT NOT NULL, 
	ends_at BIGINT NOT NULL, 
	lead_id BIGINT, 
	version INTEGER NOT NULL, 
	CONSTRAINT shift_pkey PRIMARY KEY (id), 
	CONSTRAINT shift_lead_id_fkey FOREIGN KEY(lead_id) REFERENCES operator (id)
);
CREATE TABLE unit_grid (
	code VARCHAR(15) NOT NULL, 
	region_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	outline JSONB NOT NULL, 
	area_m2 DOUBLE PRECISION NOT NULL, 
	area_class SMALLINT NOT NULL, 
	began_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	CONSTRAINT unit_grid_pkey PRIMARY KEY (code), 
	CONSTRAINT unit_grid_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id)
);
CREATE INDEX unit_grid_region_id_index ON unit_grid (region_id);
CREATE TABLE case_ (
	id BIGSERIAL NOT NULL, 
	number VARCHAR(40) NOT NULL, 
	day_number VARCHAR(20) NOT NULL, 
	source VARCHAR(40) DEFAULT 'hotline' NOT NULL, 
	category_id BIGINT NOT NULL, 
	condition_id BIGINT, 
	severity SMALLINT NOT NULL, 
	lon DOUBLE PRECISION, 
	lat DOUBLE PRECISION, 
	address VARCHAR DEFAULT '' NOT NULL, 
	grid_code VARCHAR(15), 
	region_id BIGINT NOT NULL, 
	description VARCHAR DEFAULT '' NOT NULL, 
	stage SMALLINT NOT NULL, 
	department_id BIGINT, 
	departments JSONB DEFAULT '[]' NOT NULL, 
	collector_id BIGINT, 
	holder_id BIGINT, 
	held_at BIGINT, 
	registered_at BIGINT NOT NULL, 
	stage_since BIGINT NOT NULL, 
	stage_limit INTEGER, 
	stage_calendar VARCHAR(40), 
	stage_deadline BIGINT, 
	department_since BIGINT, 
	department_limit INTEGER, 
	department_calendar VARCHAR(40), 
	department_deadline BIGINT, 
	department_stopped BIGINT, 
	case_since BIGINT, 
	case_limit INTEGER, 
	case_calendar VARCHAR(40), 
	case_deadline BIGINT, 
	case_stopped BIGINT, 
	suspended_from BIGINT, 
	suspended_until BIGINT, 
	acknowledged_at BIGINT, 
	started_at BIGINT, 
	arrived_at BIGINT, 
	urged_at BIGINT, 
	verify_sent_at BIGINT, 
	check_sent_at BIGINT, 
	closed_at BIGINT, 
	verified BOOLEAN, 
	transferred BOOLEAN DEFAULT false NOT NULL, 
	self_handled BOOLEAN DEFAULT false NOT NULL, 
	overdue_excused BOOLEAN DEFAULT false NOT NULL, 
	dispatches SMALLINT DEFAULT 0 NOT NULL, 
	returns SMALLINT DEFAULT 0 NOT NULL, 
	reworks SMALLINT DEFAULT 0 NOT NULL, 
	extensions SMALLINT DEFAULT 0 NOT NULL, 
	urges SMALLINT DEFAULT 0 NOT NULL, 
	duplicate_of BIGINT, 
	incident_id BIGINT, 
	campaign_id BIGINT, 
	version INTEGER NOT NULL, 
	CONSTRAINT case__pkey PRIMARY KEY (id) INCLUDE (region_id, department_id), 
	CONSTRAINT case__number_key UNIQUE (number), 
	CONSTRAINT case__category_id_fkey FOREIGN KEY(category_id) REFERENCES category (id), 
	CONSTRAINT case__condition_id_fkey FOREIGN KEY(condition_id) REFERENCES filing_condition (id), 
	CONSTRAINT case__region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id), 
	CONSTRAINT case__department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT case__collector_id_fkey FOREIGN KEY(collector_id) REFERENCES collector (id), 
	CONSTRAINT case__holder_id_fkey FOREIGN KEY(holder_id) REFERENCES operator (id), 
	CONSTRAINT case__duplicate_of_fkey FOREIGN KEY(duplicate_of) REFERENCES case_ (id), 
	CONSTRAINT case__incident_id_fkey FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT case__campaign_id_fkey FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE INDEX case__day_number_index ON case_ (day_number);
CREATE INDEX case_closed_index ON case_ (closed_at, region_id, department_id) WHERE stage >= 20;
CREATE INDEX case_due_index ON case_ (case_deadline, department_id, closed_at) INCLUDE (stage, case_stopped, overdue_excused, reworks, region_id) WHERE stage >= 20 and case_deadline is not null;
CREATE INDEX case_open_department_index ON case_ (department_id) WHERE stage < 20;
CREATE INDEX case_open_region_index ON case_ (region_id, stage) WHERE stage < 20;
CREATE INDEX case_running_index ON case_ (department_deadline) WHERE stage < 20 and department_stopped is null;
CREATE INDEX case_to_dispatch_index ON case_ (category_id) WHERE stage = 4;
CREATE TABLE component (
	id VARCHAR(16) NOT NULL, 
	category_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	charge_id BIGINT, 
	owner_id BIGINT, 
	keeper_id BIGINT, 
	grid_code VARCHAR(15), 
	lon DOUBLE PRECISION NOT NULL, 
	lat DOUBLE PRECISION NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	recorded VARCHAR, 
	changed VARCHAR, 
	note VARCHAR, 
	CONSTRAINT component_pkey PRIMARY KEY (id), 
	CONSTRAINT component_category_id_fkey FOREIGN KEY(category_id) REFERENCES category (id), 
	CONSTRAINT component_charge_id_fkey FOREIGN KEY(charge_id) REFERENCES department (id), 
	CONSTRAINT component_owner_id_fkey FOREIGN KEY(owner_id) REFERENCES department (id), 
	CONSTRAINT component_keeper_id_fkey FOREIGN KEY(keeper_id) REFERENCES department (id)
);
CREATE INDEX component_grid_code_index ON component (grid_code);
CREATE TABLE contact (
	id BIGSERIAL NOT NULL, 
	department_id BIGINT NOT NULL, 
	post VARCHAR NOT NULL, 
	phone VARCHAR, 
	radio VARCHAR, 
	CONSTRAINT contact_pkey PRIMARY KEY (id), 
	CONSTRAINT contact_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id)
);
CREATE TABLE contractor (
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	department_id BIGINT NOT NULL, 
	CONSTRAINT contractor_pkey PRIMARY KEY (id), 
	CONSTRAINT contractor_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id)
);
CREATE TABLE crew (
	id BIGSERIAL NOT NULL, 
	call_sign VARCHAR(40) NOT NULL, 
	department_id BIGINT NOT NULL, 
	home_lon DOUBLE PRECISION NOT NULL, 
	home_lat DOUBLE PRECISION NOT NULL, 
	on_duty BOOLEAN NOT NULL, 
	CONSTRAINT crew_pkey PRIMARY KEY (id), 
	CONSTRAINT crew_call_sign_key UNIQUE (call_sign), 
	CONSTRAINT crew_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id)
);
CREATE INDEX crew_department_id_index ON crew (department_id);
CREATE TABLE department_under (
	department_id BIGINT NOT NULL, 
	ancestor_id BIGINT NOT NULL, 
	CONSTRAINT department_under_pkey PRIMARY KEY (department_id, ancestor_id), 
	CONSTRAINT department_under_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT department_under_ancestor_id_fkey FOREIGN KEY(ancestor_id) REFERENCES department (id)
);
CREATE INDEX department_under_ancestor_id_index ON department_under (ancestor_id);
CREATE TABLE dispatch_rule (
	id BIGSERIAL NOT NULL, 
	category_id BIGINT NOT NULL, 
	region_id BIGINT, 
	department_id BIGINT NOT NULL, 
	hold_back_s INTEGER NOT NULL, 
	owner_id BIGINT NOT NULL, 
	active BOOLEAN NOT NULL, 
	began_at BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT dispatch_rule_pkey PRIMARY KEY (id), 
	CONSTRAINT dispatch_rule_category_id_fkey FOREIGN KEY(category_id) REFERENCES category (id), 
	CONSTRAINT dispatch_rule_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id), 
	CONSTRAINT dispatch_rule_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT dispatch_rule_owner_id_fkey FOREIGN KEY(owner_id) REFERENCES operator (id)
);
CREATE INDEX dispatch_rule_category_id_index ON dispatch_rule (category_id);
CREATE TABLE handover (
	id BIGSERIAL NOT NULL, 
	shift_id BIGINT NOT NULL, 
	text JSONB NOT NULL, 
	signed_by BIGINT, 
	taken_by BIGINT, 
	signed_at BIGINT, 
	version INTEGER NOT NULL, 
	CONSTRAINT handover_pkey PRIMARY KEY (id), 
	CONSTRAINT handover_shift_id_fkey FOREIGN KEY(shift_id) REFERENCES shift (id), 
	CONSTRAINT handover_signed_by_fkey FOREIGN KEY(signed_by) REFERENCES operator (id), 
	CONSTRAINT handover_taken_by_fkey FOREIGN KEY(taken_by) REFERENCES operator (id)
);
CREATE TABLE incident_task (
	id BIGSERIAL NOT NULL, 
	incident_id BIGINT NOT NULL, 
	department_id BIGINT, 
	title VARCHAR NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	due_at BIGINT, 
	version INTEGER NOT NULL, 
	CONSTRAINT incident_task_pkey PRIMARY KEY (id), 
	CONSTRAINT incident_task_incident_id_fkey FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT incident_task_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id)
);
CREATE INDEX incident_task_incident_id_index ON incident_task (incident_id);
CREATE TABLE operator_post (
	id BIGSERIAL NOT NULL, 
	operator_id BIGINT NOT NULL, 
	post VARCHAR(40) NOT NULL, 
	region_id BIGINT, 
	department_id BIGINT, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT operator_post_pkey PRIMARY KEY (id), 
	CONSTRAINT operator_post_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id), 
	CONSTRAINT operator_post_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id), 
	CONSTRAINT operator_post_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id)
);
CREATE INDEX operator_post_holder_index ON operator_post (operator_id, post);
CREATE TABLE responsibility (
	id BIGSERIAL NOT NULL, 
	category_id BIGINT NOT NULL, 
	region_id BIGINT, 
	department_id BIGINT NOT NULL, 
	rank SMALLINT NOT NULL, 
	basis VARCHAR(40) NOT NULL, 
	CONSTRAINT responsibility_pkey PRIMARY KEY (id), 
	CONSTRAINT responsibility_category_id_fkey FOREIGN KEY(category_id) REFERENCES category (id), 
	CONSTRAINT responsibility_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id), 
	CONSTRAINT responsibility_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id)
);
CREATE INDEX responsibility_category_id_index ON responsibility (category_id);
CREATE TABLE situation_report (
	id BIGSERIAL NOT NULL, 
	incident_id BIGINT NOT NULL, 
	number SMALLINT NOT NULL, 
	text VARCHAR NOT NULL, 
	sent_at BIGINT NOT NULL, 
	sent_by BIGINT NOT NULL, 
	CONSTRAINT situation_report_pkey PRIMARY KEY (id), 
	CONSTRAINT situation_report_incident_id_fkey FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT situation_report_sent_by_fkey FOREIGN KEY(sent_by) REFERENCES operator (id)
);
CREATE INDEX situation_report_incident_id_index ON situation_report (incident_id);
CREATE TABLE alarm (
	id BIGSERIAL NOT NULL, 
	key VARCHAR(120) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	priority SMALLINT NOT NULL, 
	case_id BIGINT, 
	region_id BIGINT, 
	raised_at BIGINT NOT NULL, 
	acknowledged_at BIGINT, 
	acknowledged_by BIGINT, 
	shelved_until BIGINT, 
	ended_at BIGINT, 
	facts JSONB, 
	version INTEGER NOT NULL, 
	CONSTRAINT alarm_pkey PRIMARY KEY (id), 
	CONSTRAINT alarm_case_id_fkey FOREIGN KEY(case_id) REFERENCES case_ (id), 
	CONSTRAINT alarm_region_id_fkey FOREIGN KEY(region_id) REFERENCES region (id), 
	CONSTRAINT alarm_acknowledged_by_fkey FOREIGN KEY(acknowledged_by) REFERENCES operator (id)
);
CREATE INDEX alarm_key_index ON alarm (key);
CREATE TABLE assignment (
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	crew_id BIGINT NOT NULL, 
	state SMALLINT NOT NULL, 
	sent_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	version INTEGER NOT NULL, 
	CONSTRAINT assignment_pkey PRIMARY KEY (id), 
	CONSTRAINT assignment_case_id_fkey FOREIGN KEY(case_id) REFERENCES case_ (id), 
	CONSTRAINT assignment_crew_id_fkey FOREIGN KEY(crew_id) REFERENCES crew (id)
);
CREATE INDEX assignment_case_id_index ON assignment (case_id);
CREATE UNIQUE INDEX assignment_live_key ON assignment (crew_id, case_id) WHERE ended_at is null;
CREATE TABLE attachment (
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	blob_hash VARCHAR(64) NOT NULL, 
	role VARCHAR(40) NOT NULL, 
	at BIGINT NOT NULL, 
	actor_id BIGINT NOT NULL, 
	CONSTRAINT attachment_pkey PRIMARY KEY (id), 
	CONSTRAINT attachment_case_id_blob_hash_role_key UNIQUE (case_id, blob_hash, role), 
	CONSTRAINT attachment_case_id_fkey FOREIGN KEY(case_id) REFERENCES case_ (id), 
	CONSTRAINT attachment_blob_hash_fkey FOREIGN KEY(blob_hash) REFERENCES blob (hash), 
	CONSTRAINT attachment_actor_id_fkey FOREIGN KEY(actor_id) REFERENCES operator (id)
);
CREATE INDEX attachment_blob_hash_index ON attachment (blob_hash);
CREATE INDEX attachment_case_id_index ON attachment (case_id);
CREATE TABLE case_axis (
	case_id BIGINT NOT NULL, 
	actor_id BIGINT NOT NULL, 
	axis VARCHAR(40) NOT NULL, 
	CONSTRAINT case_axis_pkey PRIMARY KEY (case_id, actor_id, axis), 
	CONSTRAINT case_axis_case_id_fkey FOREIGN KEY(case_id) REFERENCES case_ (id), 
	CONSTRAINT case_axis_actor_id_fkey FOREIGN KEY(actor_id) REFERENCES operator (id)
);
CREATE TABLE complainant (
	case_id BIGINT NOT NULL, 
	name VARCHAR, 
	phone VARCHAR, 
	address VARCHAR, 
	erased_at BIGINT, 
	CONSTRAINT complainant_pkey PRIMARY KEY (case_id), 
	CONSTRAINT complainant_case_id_fkey FOREIGN KEY(case_id) REFERENCES case_ (id)
);
CREATE TABLE crew_position (
	id BIGSERIAL NOT NULL, 
	crew_id BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	lon FLOAT(53) NOT NULL, 
	lat FLOAT(53) NOT NULL, 
	heading DOUBLE PRECISION, 
	CONSTRAINT crew_position_pkey PRIMARY KEY (id), 
	CONSTRAINT crew_position_on_earth_check CHECK (lon between -180 and 180 and lat between -90 and 90), 
	CONSTRAINT crew_position_heading_check CHECK (heading between 0 and 360), 
	CONSTRAINT crew_position_crew_id_fkey FOREIGN KEY(crew_id) REFERENCES crew (id)
);
CREATE INDEX crew_position_crew_id_index ON crew_position (crew_id);
CREATE TABLE external_ref (
	system VARCHAR(40) NOT NULL, 
	key VARCHAR(80) NOT NULL, 
	case_id BIGINT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	facts JSONB NOT NULL, 
	CONSTRAINT external_ref_pkey PRIMARY KEY (system, key), 
	CONSTRAINT external_ref_case_id_fkey FOREIGN KEY(case_id) REFERENCES case_ (id)
);
CREATE INDEX external_ref_case_id_index ON external_ref (case_id);
CREATE TABLE request (
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	level SMALLINT NOT NULL, 
	state SMALLINT NOT NULL, 
	asked_by BIGINT NOT NULL, 
	asked_at BIGINT NOT NULL, 
	department_id BIGINT, 
	hours INTEGER, 
	until BIGINT, 
	reason VARCHAR NOT NULL, 
	decided_by BIGINT, 
	decided_at BIGINT, 
	decision VARCHAR, 
	version INTEGER NOT NULL, 
	CONSTRAINT request_pkey PRIMARY KEY (id), 
	CONSTRAINT request_case_id_fkey FOREIGN KEY(case_id) REFERENCES case_ (id), 
	CONSTRAINT request_asked_by_fkey FOREIGN KEY(asked_by) REFERENCES operator (id), 
	CONSTRAINT request_department_id_fkey FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT request_decided_by_fkey FOREIGN KEY(decided_by) REFERENCES operator (id)
);
CREATE INDEX request_case_id_index ON request (case_id);
CREATE UNIQUE INDEX request_open_key ON request (case_id, kind) WHERE state = 1;
CREATE SEQUENCE event_seq;
ALTER TABLE event ALTER seq SET DEFAULT nextval('event_seq');
ALTER TABLE event ALTER xid SET DEFAULT pg_current_xact_id();
