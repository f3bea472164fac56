CREATE INDEX complainant_phone_index ON complainant (phone);
CREATE TABLE phone_call (
	id INTEGER NOT NULL, 
	act VARCHAR(40) NOT NULL, 
	question VARCHAR(40), 
	answer VARCHAR DEFAULT '' NOT NULL, 
	case_id INTEGER, 
	name VARCHAR, 
	phone VARCHAR, 
	erased_at INTEGER, 
	operator_id INTEGER NOT NULL, 
	post VARCHAR(40) NOT NULL, 
	seat VARCHAR(40), 
	at INTEGER NOT NULL, 
	CONSTRAINT phone_call_pkey PRIMARY KEY (id), 
	CONSTRAINT phone_call_case_id_fkey FOREIGN KEY(case_id) REFERENCES case_ (id), 
	CONSTRAINT phone_call_operator_id_fkey FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE INDEX phone_call_at_index ON phone_call (at);
CREATE INDEX phone_call_case_id_index ON phone_call (case_id);
CREATE INDEX phone_call_phone_index ON phone_call (phone);
