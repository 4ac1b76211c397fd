-- +goose Up
CREATE TABLE logins (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL,
  at DATETIME NOT NULL,
  ok BOOLEAN NOT NULL,
  ip VARCHAR(64) NOT NULL,
  CONSTRAINT logins_person FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX logins_person ON logins (person_id, at);
