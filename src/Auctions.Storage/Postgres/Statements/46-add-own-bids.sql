-- Adds bids to the bidders' own. $1 generation; $2 bidders, $3 auction ids, $4 bidder numbers, $5 maxima, $6 how many
-- bids, $7 last sequences, $8 times of the last
insert into auctions.own_bids as o (
    generation, bidder, auction_id, bidder_number, maximum, bids, last_sequence, last_bid_at)
select $1, t.*
from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::bigint[], $6::integer[], $7::bigint[], $8::bigint[]) as t
on conflict (generation, bidder, auction_id) do update
set maximum = greatest(o.maximum, excluded.maximum), bids = o.bids + excluded.bids,
    last_sequence = excluded.last_sequence, last_bid_at = excluded.last_bid_at
where o.last_sequence < excluded.last_sequence
