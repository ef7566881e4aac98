-- Auctions as listed. $1 auction ids
select auction_id, listed_sequence, seller, title, currency, format, status, price, bid_count, leader_number,
    minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions
from auctions.head
where auction_id = any($1) and status <> 0
