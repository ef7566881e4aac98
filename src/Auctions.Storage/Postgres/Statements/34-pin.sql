-- Pins an auction to a shard; the map's version rises. $1 auction id, $2 shard
with changed as (
    update auctions.store set map_version = map_version + 1 returning map_version
)
insert into auctions.pin (auction_id, shard, epoch) select $1, $2, map_version from changed
on conflict (auction_id) do update set shard = excluded.shard, epoch = excluded.epoch
returning epoch
