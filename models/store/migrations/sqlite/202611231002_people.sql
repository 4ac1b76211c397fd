-- +goose Up
CREATE TABLE people (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  username VARCHAR(64) NOT NULL,
  name VARCHAR(60) NOT NULL,
  section_id INTEGER NULL,
  password_hash VARCHAR(255) NOT NULL,
  password_at DATETIME NOT NULL,
  totp_secret VARCHAR(64) NOT NULL,
  totp_step INTEGER NOT NULL,
  disabled BOOLEAN NOT NULL,
  failures INT NOT NULL,
  locked_until DATETIME NULL,
  epoch INT NOT NULL,
  version INT NOT NULL,
  created_at DATETIME NOT NULL,
  CONSTRAINT people_username UNIQUE (username),
  CONSTRAINT people_section FOREIGN KEY (section_id) REFERENCES sections (id)
);
CREATE INDEX people_section ON people (section_id);
