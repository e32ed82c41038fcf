-- What is left of a base that was removed while a node could not be reached: taken away as soon as it answers.
create table base_leftover (
  node       text not null references node on delete cascade,
  base       text not null,                                -- its row may be gone, and its name taken again
  generation int not null,
  pool       text not null,
  why        text not null,
  since      timestamptz not null,
  primary key (node, base, generation)
);
