-- +goose Up
ALTER TABLE content_documents ADD COLUMN replacement VARCHAR(500) NOT NULL DEFAULT '';
