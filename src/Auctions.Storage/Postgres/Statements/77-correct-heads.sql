-- Lists auctions like this, those that are listed otherwise; answers which. Their rows are locked, their journals end
-- at $2, so who lists them next does so from there on. $1 auction ids, $2 to $16 list columns
update auctions.head h
set listed_sequence = v.listed_sequence, seller = v.seller, title = v.title, currency = v.currency, format = v.format,
    status = v.status, price = v.price, bid_count = v.bid_count, leader_number = v.leader_number,
    minimum_bid = v.minimum_bid, reserve_met = v.reserve_met, buy_it_now = v.buy_it_now, opens_at = v.opens_at,
    closes_at = v.closes_at, extensions = v.extensions
from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::smallint[], $8::bigint[],
    $9::integer[], $10::integer[], $11::bigint[], $12::boolean[], $13::bigint[], $14::bigint[], $15::bigint[],
    $16::integer[]) as v (auction_id, listed_sequence, seller, title, currency, format, status, price, bid_count,
    leader_number, minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions)
where h.auction_id = v.auction_id
    and (h.listed_sequence, h.seller, h.title, h.currency, h.format, h.status, h.price, h.bid_count, h.leader_number,
        h.minimum_bid, h.reserve_met, h.buy_it_now, h.opens_at, h.closes_at, h.extensions)
        is distinct from (v.listed_sequence, v.seller, v.title, v.currency, v.format, v.status, v.price, v.bid_count,
        v.leader_number, v.minimum_bid, v.reserve_met, v.buy_it_now, v.opens_at, v.closes_at, v.extensions)
returning h.auction_id
