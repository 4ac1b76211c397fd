-- +goose Up
CREATE TABLE site_report_entries (
  year INTEGER NOT NULL,
  field VARCHAR(30) NOT NULL,
  value VARCHAR(500) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  person_id INTEGER NOT NULL,
  at DATETIME NOT NULL,
  PRIMARY KEY (year, field)
);
