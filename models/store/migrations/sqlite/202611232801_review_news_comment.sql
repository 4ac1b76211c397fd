-- +goose Up
ALTER TABLE review_news ADD COLUMN comment_id INTEGER NOT NULL DEFAULT 0;
