-- +goose Up
CREATE INDEX content_tallies_column ON content_tallies (column_id, span, n);
