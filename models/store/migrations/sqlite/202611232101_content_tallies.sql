-- +goose Up
CREATE TABLE content_tallies (
  column_id INTEGER NOT NULL,
  span INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (column_id, span)
);
CREATE INDEX content_tallies_span ON content_tallies (span, column_id, n);
