-- The first slot map, unless there is one. $1 slots, $2 shards
insert into auctions.slot_map (slot, shard, epoch)
select t.slot, t.shard, 1 from unnest($1::integer[], $2::integer[]) as t (slot, shard)
where not exists (select from auctions.slot_map)
