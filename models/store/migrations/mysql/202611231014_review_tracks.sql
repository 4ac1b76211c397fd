-- +goose Up
CREATE TABLE review_tracks (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind VARCHAR(20) NOT NULL,
  subject_id BIGINT NOT NULL,
  state VARCHAR(20) NOT NULL,
  version INT NOT NULL,
  author_id BIGINT NOT NULL,
  section_id BIGINT NOT NULL,
  submitted TINYINT(1) NOT NULL,
  case_id BIGINT NULL,
  live_case_id BIGINT NULL,
  published TINYINT(1) NOT NULL,
  withdrawn_by BIGINT NULL,
  confirmed_by BIGINT NULL,
  created_at DATETIME(3) NOT NULL,
  moved_at DATETIME(3) NOT NULL,
  UNIQUE KEY review_tracks_subject (kind, subject_id),
  KEY review_tracks_state (state, section_id, moved_at),
  KEY review_tracks_author (author_id, moved_at),
  KEY review_tracks_section (section_id, moved_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
