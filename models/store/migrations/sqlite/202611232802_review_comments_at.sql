-- +goose Up
CREATE INDEX review_comments_at ON review_comments (at);
