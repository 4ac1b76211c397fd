-- +goose Up
ALTER TABLE content_revisions ADD COLUMN roll TEXT NOT NULL DEFAULT '';
