-- A heartbeat by the shard's clock. A gap of $1 ticks or more since the last one of anybody is recorded as an outage.
with now as materialized (
    select auctions.clock() as at
), before as materialized (
    select at from auctions.heartbeat for update
), gap as (
    insert into auctions.outage (began, ended)
    select before.at, now.at from before, now where now.at - before.at >= $1
    on conflict do nothing
)
-- It asks for the one before, so that the row is read and locked before it changes.
insert into auctions.heartbeat (at) select greatest(now.at, (select at from before)) from now
on conflict (only_one) do update set at = greatest(heartbeat.at, excluded.at)
