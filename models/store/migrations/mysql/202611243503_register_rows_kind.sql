-- +goose Up
CREATE INDEX register_rows_kind ON register_rows (kind, removed, opened_on);
