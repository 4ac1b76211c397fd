-- +goose Up
CREATE TABLE sections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name VARCHAR(60) NOT NULL,
  position INT NOT NULL,
  version INT NOT NULL,
  created_at DATETIME NOT NULL,
  CONSTRAINT sections_name UNIQUE (name)
);
