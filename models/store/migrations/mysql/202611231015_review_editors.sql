-- +goose Up
CREATE TABLE review_editors (
  track_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  PRIMARY KEY (track_id, person_id),
  CONSTRAINT review_editors_track FOREIGN KEY (track_id) REFERENCES review_tracks (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
