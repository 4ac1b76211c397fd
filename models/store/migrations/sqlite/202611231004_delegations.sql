-- +goose Up
CREATE TABLE delegations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  section_id INTEGER NOT NULL,
  from_id INTEGER NOT NULL,
  to_id INTEGER NOT NULL,
  starts_at DATETIME NOT NULL,
  ends_at DATETIME NOT NULL,
  reason VARCHAR(200) NOT NULL,
  revoked_at DATETIME NULL,
  version INT NOT NULL,
  created_at DATETIME NOT NULL,
  CONSTRAINT delegations_section FOREIGN KEY (section_id) REFERENCES sections (id),
  CONSTRAINT delegations_from FOREIGN KEY (from_id) REFERENCES people (id),
  CONSTRAINT delegations_to FOREIGN KEY (to_id) REFERENCES people (id)
);
CREATE INDEX delegations_to ON delegations (to_id, ends_at);
