-- Pins an auction to a shard, unless the map has changed since it was looked at; its version rises. $1 auction id,
-- $2 shard, $3 the version that was looked at
with changed as (
    update auctions.store set map_version = map_version + 1 where map_version = $3 returning map_version
)
insert into auctions.pin (auction_id, shard, epoch) select $1, $2, map_version from changed
on conflict (auction_id) do update set shard = excluded.shard, epoch = excluded.epoch
returning epoch
