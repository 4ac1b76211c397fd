-- +goose Up
CREATE TABLE content_index_counters (
  year INT NOT NULL PRIMARY KEY,
  last INT NOT NULL
);
