-- List columns that fell behind, where nothing was written that could have taken them along. A row that is locked is
-- left for the next time. $1 auction ids, $2 owners, $3 epochs, $4 sequences, $5 to $11 columns that change
with input as (
    select *
    from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::integer[], $7::integer[],
        $8::bigint[], $9::boolean[], $10::bigint[], $11::integer[]) as t (auction_id, owner, epoch, sequence, price,
        bid_count, leader_number, minimum_bid, reserve_met, buy_it_now, extensions)
), free as materialized (
    select h.auction_id
    from auctions.head h join input i using (auction_id)
    where h.owner = i.owner and h.epoch = i.epoch and h.listed_sequence < i.sequence
    for no key update of h skip locked
)
update auctions.head h
set listed_sequence = i.sequence, price = i.price, bid_count = i.bid_count, leader_number = i.leader_number,
    minimum_bid = i.minimum_bid, reserve_met = i.reserve_met, buy_it_now = i.buy_it_now, extensions = i.extensions
from input i join free using (auction_id)
where h.auction_id = i.auction_id
returning h.auction_id
