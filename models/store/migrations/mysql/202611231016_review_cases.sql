-- +goose Up
CREATE TABLE review_cases (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  track_id BIGINT NOT NULL,
  revision_id BIGINT NOT NULL,
  sum VARCHAR(64) NOT NULL,
  form INT NOT NULL,
  round INT NOT NULL,
  fate VARCHAR(20) NOT NULL,
  not_before DATETIME(3) NULL,
  needs_issue TINYINT(1) NOT NULL,
  issued_by BIGINT NULL,
  opened_at DATETIME(3) NOT NULL,
  closed_at DATETIME(3) NULL,
  CONSTRAINT review_cases_track FOREIGN KEY (track_id) REFERENCES review_tracks (id),
  KEY review_cases_track (track_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
