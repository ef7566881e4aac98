-- The slot map in one row: its version, the shards, one row per slot in the order of slots (-1: on no shard), the pins.
select
    s.map_version,
    (select count(*) from auctions.shard)::integer,
    array(
        select coalesce(m.shard, -1)
        from generate_series(0, 16383) as n (slot) left join auctions.slot_map m using (slot)
        order by n.slot),
    array(select auction_id from auctions.pin order by auction_id),
    array(select shard from auctions.pin order by auction_id)
from auctions.store s
