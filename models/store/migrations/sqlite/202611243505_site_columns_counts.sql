-- +goose Up
ALTER TABLE site_columns ADD COLUMN counts VARCHAR(20) NOT NULL DEFAULT '';
