-- +goose Up
CREATE INDEX content_live_titles ON content_live (published_at, document_id, title);
