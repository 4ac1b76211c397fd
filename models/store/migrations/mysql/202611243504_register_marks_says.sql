-- +goose Up
CREATE UNIQUE INDEX register_marks_says ON register_marks (kind, year, says);
