-- +goose Up
INSERT INTO content_tallies (column_id, span, n)
SELECT column_id, CAST(strftime('%Y%m%d', published_at, '+8 hours') AS INTEGER) AS span, COUNT(*)
FROM content_live GROUP BY column_id, span;
