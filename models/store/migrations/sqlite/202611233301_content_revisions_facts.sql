-- +goose Up
ALTER TABLE content_revisions ADD COLUMN facts TEXT NOT NULL DEFAULT '';
