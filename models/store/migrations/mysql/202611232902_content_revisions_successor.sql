-- +goose Up
ALTER TABLE content_revisions ADD COLUMN successor VARCHAR(500) NOT NULL DEFAULT '';
