-- +goose Up
CREATE TABLE stats_terms (
  span INTEGER NOT NULL,
  term VARCHAR(40) NOT NULL,
  n INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  found INTEGER NOT NULL,
  PRIMARY KEY (span, term)
);
