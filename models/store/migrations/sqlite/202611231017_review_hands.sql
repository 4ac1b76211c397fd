-- +goose Up
CREATE TABLE review_hands (
  case_id INTEGER NOT NULL,
  round INT NOT NULL,
  person_id INTEGER NOT NULL,
  level INT NOT NULL,
  PRIMARY KEY (case_id, round, person_id),
  CONSTRAINT review_hands_case FOREIGN KEY (case_id) REFERENCES review_cases (id)
);
