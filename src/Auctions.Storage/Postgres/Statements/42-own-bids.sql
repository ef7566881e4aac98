-- A page of a bidder's auctions, last bid first, after the position ($2, $3), at most $4; and, wherever they stand, the
-- auctions $5; of the generation that the checkpoint names; none that moved away or is on its way here. $1 bidder
select o.auction_id, o.maximum, o.bids, o.bidder_number, o.last_sequence, o.last_bid_at
from (
    (select * from auctions.own_bids b
    where generation = (select generation from auctions.checkpoint)
        and bidder = $1 and (last_bid_at < $2 or (last_bid_at = $2 and auction_id > $3))
        and not exists (
            select from auctions.head h
            where h.auction_id = b.auction_id and h.moved_to is not null and h.status = 0)
    order by last_bid_at desc, auction_id limit $4)
    union
    select * from auctions.own_bids
    where generation = (select generation from auctions.checkpoint) and bidder = $1 and auction_id = any($5)
) o
