-- +goose Up
CREATE TABLE review_comments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  track_id INTEGER NOT NULL,
  revision_id INTEGER NOT NULL,
  parent_id INTEGER NULL,
  block INT NOT NULL,
  quote VARCHAR(200) NOT NULL,
  text VARCHAR(1000) NOT NULL,
  author_id INTEGER NOT NULL,
  at DATETIME NOT NULL,
  settled_by INTEGER NULL,
  settled_at DATETIME NULL,
  CONSTRAINT review_comments_track FOREIGN KEY (track_id) REFERENCES review_tracks (id)
);
CREATE INDEX review_comments_track ON review_comments (track_id, id);
