-- +goose Up
ALTER TABLE content_live ADD COLUMN standing_by INTEGER;
