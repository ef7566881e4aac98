-- The next auction of a shard in the order of ids, for whoever verifies it. $1 the one before
select auction_id, listed_sequence, seller, title, currency, format, status, price, bid_count, leader_number,
    minimum_bid, reserve_met, buy_it_now, opens_at, closes_at, extensions, epoch
from auctions.head
where status <> 0 and auction_id > $1
order by auction_id limit 1
