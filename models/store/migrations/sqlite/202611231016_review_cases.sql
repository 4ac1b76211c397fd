-- +goose Up
CREATE TABLE review_cases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  track_id INTEGER NOT NULL,
  revision_id INTEGER NOT NULL,
  sum VARCHAR(64) NOT NULL,
  form INT NOT NULL,
  round INT NOT NULL,
  fate VARCHAR(20) NOT NULL,
  not_before DATETIME NULL,
  needs_issue BOOLEAN NOT NULL,
  issued_by INTEGER NULL,
  opened_at DATETIME NOT NULL,
  closed_at DATETIME NULL,
  CONSTRAINT review_cases_track FOREIGN KEY (track_id) REFERENCES review_tracks (id)
);
CREATE INDEX review_cases_track ON review_cases (track_id);
