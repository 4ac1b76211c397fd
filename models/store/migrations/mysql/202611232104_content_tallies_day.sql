-- +goose Up
INSERT INTO content_tallies (column_id, span, n)
SELECT column_id, CAST(DATE_FORMAT(DATE_ADD(published_at, INTERVAL 8 HOUR), '%Y%m%d') AS SIGNED) AS span, COUNT(*)
FROM content_live GROUP BY column_id, span;
