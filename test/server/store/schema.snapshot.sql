-- version 3

CREATE TABLE access (
  clinic INTEGER NOT NULL REFERENCES clinic,
  access_id TEXT NOT NULL,
  role TEXT NOT NULL,
  label TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  withdrawn_at INTEGER,
  PRIMARY KEY (clinic, access_id)
) STRICT;

CREATE TABLE activation (
  id INTEGER PRIMARY KEY,
  clinic INTEGER NOT NULL REFERENCES clinic,
  protocol_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  active INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;

CREATE TABLE afterword_block (
  clinic INTEGER NOT NULL REFERENCES clinic,
  room TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  PRIMARY KEY (clinic, room, from_at, to_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  clinic INTEGER NOT NULL REFERENCES clinic,
  room TEXT NOT NULL,
  session TEXT,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX alarm_change_by_room ON alarm_change (clinic, room, at);

CREATE TABLE checkpoint (
  clinic INTEGER NOT NULL REFERENCES clinic,
  room TEXT NOT NULL,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (clinic, room)
) STRICT;

CREATE TABLE clinic (
  clinic INTEGER PRIMARY KEY,
  clinic_id TEXT UNIQUE,
  name TEXT,
  simulated INTEGER,
  config_version INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE clinic_change (
  id INTEGER PRIMARY KEY,
  clinic INTEGER NOT NULL REFERENCES clinic,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  what TEXT NOT NULL,
  old TEXT,
  new TEXT
) STRICT;

CREATE TABLE device (
  clinic INTEGER NOT NULL REFERENCES clinic,
  device_id TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  rooms TEXT NOT NULL,
  simulated INTEGER NOT NULL,
  token_hash TEXT NOT NULL,
  withdrawn_at INTEGER,
  PRIMARY KEY (clinic, device_id)
) STRICT;

CREATE TABLE journal (
  to_seq INTEGER PRIMARY KEY,
  clinic INTEGER NOT NULL REFERENCES clinic,
  from_seq INTEGER NOT NULL,
  lines TEXT NOT NULL
) STRICT;

CREATE TABLE operator (
  clinic INTEGER NOT NULL REFERENCES clinic,
  operator_id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  display_name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  withdrawn_at INTEGER,
  PRIMARY KEY (clinic, operator_id),
  -- putOperator: a name is one person's, however it is written.
  UNIQUE (clinic, name_key)
) STRICT;

CREATE TABLE protocol_version (
  id INTEGER PRIMARY KEY,
  clinic INTEGER NOT NULL REFERENCES clinic,
  protocol_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  note TEXT NOT NULL,
  body TEXT NOT NULL,
  -- putProtocolVersion: a version is one document for ever.
  UNIQUE (clinic, protocol_id, version)
) STRICT;

CREATE TABLE reading_time (
  clinic INTEGER NOT NULL REFERENCES clinic,
  room TEXT NOT NULL,
  ten_minutes INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  PRIMARY KEY (clinic, room, ten_minutes, to_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE room (
  clinic INTEGER NOT NULL REFERENCES clinic,
  room_id TEXT NOT NULL,
  name TEXT NOT NULL,
  place REAL NOT NULL,
  PRIMARY KEY (clinic, room_id)
) STRICT;

CREATE TABLE room_block (
  to_seq INTEGER PRIMARY KEY,
  clinic INTEGER NOT NULL REFERENCES clinic,
  room TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  from_measured_at INTEGER,
  to_measured_at INTEGER,
  kinds INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE INDEX room_block_by_seq ON room_block (clinic, room, to_seq);

CREATE INDEX room_block_by_time ON room_block (clinic, room, from_at);

CREATE TABLE session (
  session_id TEXT PRIMARY KEY,
  clinic INTEGER NOT NULL REFERENCES clinic,
  room TEXT NOT NULL,
  initials TEXT NOT NULL,
  route TEXT NOT NULL,
  record_from INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  simulated INTEGER NOT NULL
, record_number TEXT, facts TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE INDEX session_by_record_number ON session (clinic, record_number, started_at) WHERE record_number IS NOT NULL;

CREATE INDEX session_by_room ON session (clinic, room, started_at);

CREATE INDEX session_by_start ON session (clinic, started_at);

CREATE INDEX session_open ON session (clinic, started_at) WHERE ended_at IS NULL;

CREATE TABLE setting (
  clinic INTEGER NOT NULL REFERENCES clinic,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (clinic, name)
) STRICT;

CREATE TABLE sign_in (
  clinic INTEGER NOT NULL REFERENCES clinic,
  token_hash TEXT NOT NULL,
  operator_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  locked_at INTEGER,
  active_at INTEGER NOT NULL,
  PRIMARY KEY (clinic, token_hash)
) STRICT;
