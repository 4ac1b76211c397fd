-- +goose Up
ALTER TABLE site_columns ADD COLUMN holds VARCHAR(40) NOT NULL DEFAULT '';
