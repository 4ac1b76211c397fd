-- +goose Up
CREATE TABLE review_news (
  person_id BIGINT NOT NULL PRIMARY KEY,
  step_id BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
