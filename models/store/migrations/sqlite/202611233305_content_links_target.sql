-- +goose Up
CREATE INDEX content_links_target ON content_links (target_id, kind, document_id);
