-- +goose Up
ALTER TABLE site_columns ADD COLUMN basis VARCHAR(500) NOT NULL DEFAULT '';
