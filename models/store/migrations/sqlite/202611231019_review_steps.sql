-- +goose Up
CREATE TABLE review_steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  track_id INTEGER NOT NULL,
  case_id INTEGER NULL,
  revision_id INTEGER NOT NULL,
  at DATETIME NOT NULL,
  actor_id INTEGER NOT NULL,
  act VARCHAR(20) NOT NULL,
  was VARCHAR(20) NOT NULL,
  became VARCHAR(20) NOT NULL,
  version INT NOT NULL,
  note VARCHAR(1000) NOT NULL,
  CONSTRAINT review_steps_track FOREIGN KEY (track_id) REFERENCES review_tracks (id)
);
CREATE INDEX review_steps_track ON review_steps (track_id, id);
CREATE INDEX review_steps_actor ON review_steps (actor_id, at);
