-- +goose Up
CREATE TABLE review_steps (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  track_id BIGINT NOT NULL,
  case_id BIGINT NULL,
  revision_id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  actor_id BIGINT NOT NULL,
  act VARCHAR(20) NOT NULL,
  was VARCHAR(20) NOT NULL,
  became VARCHAR(20) NOT NULL,
  version INT NOT NULL,
  note VARCHAR(1000) NOT NULL,
  CONSTRAINT review_steps_track FOREIGN KEY (track_id) REFERENCES review_tracks (id),
  KEY review_steps_track (track_id, id),
  KEY review_steps_actor (actor_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
