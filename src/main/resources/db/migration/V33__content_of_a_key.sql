-- An Idempotency-Key belongs to one request: with another method, path, query or body it is refused.
alter table corral.operation add column idempotency_content text;
