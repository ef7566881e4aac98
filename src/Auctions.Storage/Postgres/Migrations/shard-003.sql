-- The read model can be made again from zero while it is in use. Rows of own bids belong to a generation; the checkpoint
-- names the one that is read and followed. A rebuild fills the next one beside it and then has the checkpoint take that
-- over. The old key cannot hold two generations, so a projector of the version before, which names it, is refused from
-- now on: its steps are undone, its lease runs out, and a server of this version takes over.
alter table auctions.own_bids add column generation integer not null default 1;
alter table auctions.own_bids alter column generation drop default;
alter table auctions.own_bids drop constraint own_bids_pkey, add primary key (generation, bidder, auction_id);

drop index auctions.own_bids_by_time;
create index own_bids_by_time on auctions.own_bids (generation, bidder, last_bid_at desc, auction_id);

alter table auctions.checkpoint add column generation integer not null default 1;

-- A rebuild that is under way: the generation it fills and how far that came, in the order of transactions; whether the
-- checkpoint took it over; up to which auction the list columns were compared. One that was killed is gone on with.
create table auctions.rebuild (
    only_one        boolean primary key default true check (only_one),
    generation      integer not null,
    transaction_id  xid8 not null default '0',
    auction_id      uuid not null default '00000000-0000-0000-0000-000000000000',
    first_sequence  bigint not null default 0,
    segments        bigint not null default 0,
    switched        boolean not null default false,
    heads_after     uuid not null default '00000000-0000-0000-0000-000000000000',
    heads           bigint not null default 0,
    began_at        timestamptz not null default clock_timestamp(),
    holder          uuid,
    lease_until     timestamptz,
    check ((holder is null) = (lease_until is null))
);

grant select on auctions.rebuild to auctions_writer, auctions_projector, auctions_reader;
grant insert, update, delete on auctions.rebuild to auctions_projector;
grant delete on auctions.own_bids to auctions_projector;
grant insert on auctions.checkpoint to auctions_projector;

-- Makes the first monthly partition that is missing, from last month's to the one a year ahead, and says which; null if
-- none is missing or somebody else is at it. Servers call it too, while bids go on: it runs as who owns the tables, takes
-- no argument, and makes bids wait no longer than lock_timeout. A partition that is made first and then attached needs
-- the one lock that keeps readers and writers out on segment_other alone, for the moment of attaching. That includes
-- looking through segment_other, so it must be small. A month whose auctions lie in there already keeps them there.
create function auctions.make_partition_ahead() returns date
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
declare
    this_month date := date_trunc('month', now() at time zone 'UTC')::date;
    month date;
    first_id uuid;
    next_id uuid;
    name text;
begin
    -- The migrator's lock: one of all servers and migrators at a time.
    if not pg_try_advisory_xact_lock(x'61756374696f6e73'::bigint) then
        return null;
    end if;

    for month in select (this_month + make_interval(months => n))::date from generate_series(-1, 12) as n
    loop
        name := 'segment_' || to_char(month, 'YYYY_MM');
        first_id := auctions.first_id_of(month);
        next_id := auctions.first_id_of((month + interval '1 month')::date);
        continue when to_regclass('auctions.' || name) is not null;
        continue when exists (
            select from auctions.segment_other where auction_id >= first_id and auction_id < next_id);
        if pg_relation_size('auctions.segment_other') > 16 * 1024 * 1024 then
            raise exception 'auctions.segment_other is too large to attach auctions.% beside it while bids go on', name;
        end if;

        -- Nobody waits for this to be flushed: lost in a crash it is made again, and what is written into it flushes it.
        perform set_config('synchronous_commit', 'off', true);
        execute format('create table auctions.%I (like auctions.segment including all)', name);
        execute format(
            'alter table auctions.segment attach partition auctions.%I for values from (%L) to (%L)',
            name, first_id, next_id);
        return month;
    end loop;
    return null;
end $$;

revoke execute on function auctions.make_partition_ahead() from public;
grant execute on function auctions.make_partition_ahead() to auctions_writer;

-- It kept everybody out of the journal until all months were made.
drop function auctions.make_partitions(date, integer);
