-- What operators look at beside the auctions: how hot it was, what happened, and who did what. Instants are Unix
-- seconds for frames and Unix milliseconds for the rest, by the shards' clock.

-- What was hot, by frames of 1, 10 or 60 seconds, of one process or (process empty) of all. A frame's payload is
-- compressed already.
create table auctions.heat (
    seconds  integer not null check (seconds in (1, 10, 60)),
    start    bigint not null,
    process  text not null,
    payload  bytea not null,
    primary key (seconds, start, process)
);

alter table auctions.heat alter column payload set storage external;

create table auctions.heat_mark (
    number      bigint generated always as identity primary key,
    at          bigint not null,
    kind        text not null,
    text        text not null,
    auction_id  uuid
);

-- Who was not told that a mark was taken tells it again.
create unique index heat_mark_by_time on auctions.heat_mark (at, kind, text);

-- Added to, never changed: no role may do more. Who may delete what is old is whoever owns the table.
create table auctions.audit (
    number   bigint generated always as identity primary key,
    at       bigint not null,
    actor    text not null,
    action   text not null,
    subject  text not null,
    outcome  text not null,
    details  jsonb not null
);

create index audit_by_subject on auctions.audit (subject, number);

grant select, insert, update, delete on auctions.heat to auctions_writer;
grant select, insert, delete on auctions.heat_mark to auctions_writer;
grant select, insert on auctions.audit to auctions_writer;
