-- A page of auctions in the order of (end, id). $1 status, $2 opens after, $3 opens no later than, $4 ends after,
-- $5 ends no later than, $6 sellers (each null: whatever), after the position ($7, $8), at most $9
select auction_id, listed_sequence, seller, title, currency, format, status, price, bid_count, leader_number,
    minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions
from auctions.head
where status <> 0
    and ($1::smallint is null or status = $1)
    and ($2::bigint is null or opens_at > $2)
    and ($3::bigint is null or opens_at <= $3)
    and ($4::bigint is null or closes_at > $4)
    and ($5::bigint is null or closes_at <= $5)
    and ($6::uuid[] is null or seller = any($6))
    and (closes_at, auction_id) > ($7, $8)
order by closes_at, auction_id limit $9
