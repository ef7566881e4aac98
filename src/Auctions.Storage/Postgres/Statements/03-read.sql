-- All that is stored of some streams, from one snapshot: the fold, the bids it remembers, the segments after it, and
-- the outage in which the end lies. A statement of its own after the epoch was raised and committed. (Remembered bids
-- beyond the fold are those of an auction that is on its way here.)
-- $1 auction ids, $2 whether remembered bids are wanted
with asked as (
    select id as auction_id, position
    from unnest($1::uuid[]) with ordinality as t (id, position)
), found as materialized (
    select a.position, h.auction_id, h.closes_at, s.sequence, s.codec_version, s.chain_hash, s.payload
    from asked a
    join auctions.head h using (auction_id)
    left join auctions.snapshot s using (auction_id)
)
select position, 0 as kind, sequence as first_sequence, null::bigint as last_sequence, null::bigint as epoch,
    codec_version, chain_hash as hash, payload
from found
union all
select f.position, 1, c.last_sequence, null, null, c.codec_version, null, c.payload
from found f join auctions.key_chunk c on c.auction_id = f.auction_id
where $2 and f.sequence is not null and c.last_sequence <= f.sequence
union all
select f.position, 2, s.first_sequence, s.last_sequence, s.epoch, s.codec_version, s.previous_hash, s.payload
from found f
cross join lateral (
    select * from auctions.segment
    where auction_id = f.auction_id and first_sequence > coalesce(f.sequence, 0)
) s
union all
select f.position, 3, o.began, o.ended, null, null, null, null
from found f
cross join lateral (
    select began, ended from auctions.outage
    where f.closes_at between began and ended
    order by ended desc limit 1
) o
order by position, kind, first_sequence
