-- What operators look at: how hot it was, what happened, and who did what. Of frames times are Unix seconds, of the
-- rest Unix milliseconds.
create table heat (
    seconds  integer not null,
    start    integer not null,
    process  text not null,
    payload  blob not null,
    primary key (seconds, start, process)
) without rowid, strict;

create table heat_mark (
    number      integer primary key,
    at          integer not null,
    kind        text not null,
    text        text not null,
    auction_id  text
) strict;

-- Who was not told that a mark was taken tells it again.
create unique index heat_mark_by_time on heat_mark (at, kind, text);

create table audit (
    number   integer primary key autoincrement,
    at       integer not null,
    actor    text not null,
    action   text not null,
    subject  text not null,
    outcome  text not null,
    details  text not null
) strict;

create index audit_by_subject on audit (subject, number);

-- Added to, never changed.
create trigger audit_stays before update on audit begin
    select raise(abort, 'the audit log is never changed');
end;

create trigger audit_is_kept before delete on audit begin
    select raise(abort, 'the audit log is never changed');
end;
