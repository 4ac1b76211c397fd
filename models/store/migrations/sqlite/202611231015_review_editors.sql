-- +goose Up
CREATE TABLE review_editors (
  track_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  PRIMARY KEY (track_id, person_id),
  CONSTRAINT review_editors_track FOREIGN KEY (track_id) REFERENCES review_tracks (id)
);
