/** Protocols with their versions, what lists know of a session beside its journal, and where afterwords are. */
export const SESSIONS = `
ALTER TABLE session ADD COLUMN record_number TEXT;
ALTER TABLE session ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
-- Version 1 asked for no patient and knew one protocol a route: what is not in its rows is not known.
UPDATE session SET facts = json_object(
  'patient', json_object('recordNumber', NULL, 'birthDate', NULL, 'name', NULL),
  'protocol', json_object(
    'id', 'preset-' || route,
    'name', CASE route
      WHEN 'intravenous' THEN 'Ketamine, intravenous infusion'
      WHEN 'intramuscular' THEN 'Ketamine, intramuscular injection'
      WHEN 'intranasal' THEN 'Esketamine (Spravato)'
      WHEN 'sublingual' THEN 'Ketamine, sublingual lozenge'
      WHEN 'oral' THEN 'Ketamine, oral'
      ELSE route
    END,
    'version', 1
  ),
  'owner', NULL,
  'doseAt', NULL,
  'dosingEndedAt', NULL,
  'givenMg', NULL,
  'ending', NULL,
  'preCheck', json_array(),
  'signatures', json_array(),
  'corrections', 0,
  'rems', NULL
);
-- sessions of one patient, the newest first.
CREATE INDEX session_by_record_number ON session (clinic, record_number, started_at) WHERE record_number IS NOT NULL;

-- A version is never changed: rows are only added. Ids count the order in which they came.
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

CREATE TABLE activation (
  id INTEGER PRIMARY KEY,
  clinic INTEGER NOT NULL REFERENCES clinic,
  protocol_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  active INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;

-- entries of the kind "afterword": a few blocks among years of readings.
CREATE TABLE afterword_block (
  clinic INTEGER NOT NULL REFERENCES clinic,
  room TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  PRIMARY KEY (clinic, room, from_at, to_seq)
) STRICT, WITHOUT ROWID;
`;
