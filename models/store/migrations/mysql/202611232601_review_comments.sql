-- +goose Up
CREATE TABLE review_comments (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  track_id BIGINT NOT NULL,
  revision_id BIGINT NOT NULL,
  parent_id BIGINT NULL,
  block INT NOT NULL,
  quote VARCHAR(200) NOT NULL,
  text VARCHAR(1000) NOT NULL,
  author_id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  settled_by BIGINT NULL,
  settled_at DATETIME(3) NULL,
  CONSTRAINT review_comments_track FOREIGN KEY (track_id) REFERENCES review_tracks (id),
  KEY review_comments_track (track_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
