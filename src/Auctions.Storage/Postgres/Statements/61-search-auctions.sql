-- Of the first $10 auctions after a place in the order of (end, id) those whose titles match all patterns $11, and the
-- last of them in any case: whether it is the last, and whether it matches. "C" knows no language's case and no letter
-- but in its own place: the patterns name both cases. $1 to $9 as for a list that is not searched
select auction_id, listed_sequence, seller, title, currency, format, status, price, bid_count, leader_number,
    minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions, looks = $10, title collate "C" ~ all($11)
from (
    select *, row_number() over (order by closes_at, auction_id) as looks
    from auctions.head
    where status <> 0
        and ($1::smallint is null or status = $1)
        and ($2::bigint is null or opens_at > $2)
        and ($3::bigint is null or opens_at <= $3)
        and ($4::bigint is null or closes_at > $4)
        and ($5::bigint is null or closes_at <= $5)
        and ($6::uuid[] is null or seller = any($6))
        and (closes_at, auction_id) > ($7, $8)
    order by closes_at, auction_id limit $10
) h
where looks = $10 or title collate "C" ~ all($11)
order by closes_at, auction_id limit $9
