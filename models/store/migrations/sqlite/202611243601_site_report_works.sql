-- +goose Up
CREATE TABLE site_report_works (
  year INTEGER NOT NULL,
  version INTEGER NOT NULL,
  document_id INTEGER NOT NULL,
  PRIMARY KEY (year)
);
