-- +goose Up
CREATE TABLE content_index_counters (
  year INT NOT NULL PRIMARY KEY,
  last INT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
