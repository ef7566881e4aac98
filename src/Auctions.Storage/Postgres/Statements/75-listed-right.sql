-- Which auctions are listed like this. $1 auction ids, $2 to $16 list columns
select v.auction_id
from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::smallint[], $8::bigint[],
    $9::integer[], $10::integer[], $11::bigint[], $12::boolean[], $13::bigint[], $14::bigint[], $15::bigint[],
    $16::integer[]) as v (auction_id, listed_sequence, seller, title, currency, format, status, price, bid_count,
    leader_number, minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions)
join auctions.head h using (auction_id)
where (h.listed_sequence, h.seller, h.title, h.currency, h.format, h.status, h.price, h.bid_count, h.leader_number,
    h.minimum_bid, h.reserve_met, h.buy_it_now, h.opens_at, h.closes_at, h.extensions)
    is not distinct from (v.listed_sequence, v.seller, v.title, v.currency, v.format, v.status, v.price, v.bid_count,
    v.leader_number, v.minimum_bid, v.reserve_met, v.buy_it_now, v.opens_at, v.closes_at, v.extensions)
