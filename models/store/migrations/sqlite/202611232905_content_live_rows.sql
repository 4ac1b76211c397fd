-- +goose Up
CREATE INDEX content_live_rows ON content_live (column_id, published_at, document_id, title, report_year, revised_at, standing);
