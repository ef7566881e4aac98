-- List columns that fell behind, where nothing was written that could have taken them along: as of a segment that is
-- durable, whoever owns the auction by now. A row that is locked is left for the next time. Answers whose list columns
-- need nothing more. $1 auction ids, $2 sequences, $3 to $9 columns that change
with input as (
    select *
    from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::integer[], $5::integer[], $6::bigint[], $7::boolean[],
        $8::bigint[], $9::integer[]) as t (auction_id, sequence, price, bid_count, leader_number, minimum_bid,
        reserve_met, buy_it_now, extensions)
), free as materialized (
    select h.auction_id
    from auctions.head h join input i using (auction_id)
    where h.listed_sequence < i.sequence
    for no key update of h skip locked
), listed as (
    update auctions.head h
    set listed_sequence = i.sequence, price = i.price, bid_count = i.bid_count, leader_number = i.leader_number,
        minimum_bid = i.minimum_bid, reserve_met = i.reserve_met, buy_it_now = i.buy_it_now,
        extensions = i.extensions
    from input i join free using (auction_id)
    where h.auction_id = i.auction_id
    returning h.auction_id
)
select auction_id from listed
union all
select h.auction_id from auctions.head h join input i using (auction_id) where h.listed_sequence >= i.sequence
