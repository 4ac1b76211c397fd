-- +goose Up
CREATE TABLE review_news (
  person_id INTEGER NOT NULL PRIMARY KEY,
  step_id INTEGER NOT NULL
);
