-- the values in a problem's words by their names, from which they are written in another language
alter table corral.step_attempt add column parameters jsonb not null default '{}';
