-- +goose Up
CREATE INDEX content_policies_epoch ON content_policies (epoch);
