-- Adds bids to the bidders' own. $1 bidders, $2 auction ids, $3 bidder numbers, $4 maxima, $5 how many bids, $6 last
-- sequences, $7 times of the last
insert into auctions.own_bids as o (
    bidder, auction_id, bidder_number, maximum, bids, last_sequence, last_bid_at)
select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::bigint[], $5::integer[], $6::bigint[], $7::bigint[])
on conflict (bidder, auction_id) do update
set maximum = greatest(o.maximum, excluded.maximum), bids = o.bids + excluded.bids,
    last_sequence = excluded.last_sequence, last_bid_at = excluded.last_bid_at
where o.last_sequence < excluded.last_sequence
