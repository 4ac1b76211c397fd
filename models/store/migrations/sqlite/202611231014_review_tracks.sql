-- +goose Up
CREATE TABLE review_tracks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind VARCHAR(20) NOT NULL,
  subject_id INTEGER NOT NULL,
  state VARCHAR(20) NOT NULL,
  version INT NOT NULL,
  author_id INTEGER NOT NULL,
  section_id INTEGER NOT NULL,
  submitted BOOLEAN NOT NULL,
  case_id INTEGER NULL,
  live_case_id INTEGER NULL,
  published BOOLEAN NOT NULL,
  withdrawn_by INTEGER NULL,
  confirmed_by INTEGER NULL,
  created_at DATETIME NOT NULL,
  moved_at DATETIME NOT NULL,
  CONSTRAINT review_tracks_subject UNIQUE (kind, subject_id)
);
CREATE INDEX review_tracks_state ON review_tracks (state, section_id, moved_at);
CREATE INDEX review_tracks_author ON review_tracks (author_id, moved_at);
CREATE INDEX review_tracks_section ON review_tracks (section_id, moved_at);
