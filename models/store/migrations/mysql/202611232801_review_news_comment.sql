-- +goose Up
ALTER TABLE review_news ADD COLUMN comment_id BIGINT NOT NULL DEFAULT 0;
