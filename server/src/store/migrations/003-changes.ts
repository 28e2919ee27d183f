/** Who changed people, rooms, devices and settings, and from what to what: only ever added to. */
export const CHANGES = `
CREATE TABLE clinic_change (
  id INTEGER PRIMARY KEY,
  clinic INTEGER NOT NULL REFERENCES clinic,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  what TEXT NOT NULL,
  old TEXT,
  new TEXT
) STRICT;
`;
