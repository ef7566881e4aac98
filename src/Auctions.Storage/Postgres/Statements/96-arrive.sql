-- An auction lives here from now on, listed like this; no row if another move has taken over. Its owner is set, so that
-- whoever opens it takes it as left uncleanly: an end that fell into the move is not held against the bidders.
-- $1 auction ids, $2 to $16 list columns, $17 which move, $18 the new epoch
update auctions.head h
set listed_sequence = v.listed_sequence, seller = v.seller, title = v.title, currency = v.currency, format = v.format,
    status = v.status, price = v.price, bid_count = v.bid_count, leader_number = v.leader_number,
    minimum_bid = v.minimum_bid, reserve_met = v.reserve_met, buy_it_now = v.buy_it_now, opens_at = v.opens_at,
    closes_at = v.closes_at, extensions = v.extensions,
    owner = $17, epoch = $18, moved_to = null, moved_by = null
from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::smallint[], $8::bigint[],
    $9::integer[], $10::integer[], $11::bigint[], $12::boolean[], $13::bigint[], $14::bigint[], $15::bigint[],
    $16::integer[]) as v (auction_id, listed_sequence, seller, title, currency, format, status, price, bid_count,
    leader_number, minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions)
where h.auction_id = v.auction_id and h.moved_to is not null and h.moved_by = $17 and h.epoch < $18
