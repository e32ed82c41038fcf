-- What a clone's record is made anew from if it is brought back; null for what was set aside by an earlier version.
alter table aside add column base text, add column generation int, add column owner text, add column memory bigint;
alter table aside add column back_by text;                          -- operation that brings it back: nobody deletes it meanwhile
alter table aside add column halved boolean not null default false; -- a part is back in its place: what leaves that again joins the rest
create index aside_base on aside (base, generation);

alter table leftover add column base text, add column generation int, add column owner text, add column memory bigint;
alter table leftover add column superseded boolean not null default false; -- the clone lived elsewhere when it was left
