-- +goose Up
CREATE TABLE stats_views (
  kind VARCHAR(10) NOT NULL,
  span INTEGER NOT NULL,
  object INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (kind, span, object)
);
