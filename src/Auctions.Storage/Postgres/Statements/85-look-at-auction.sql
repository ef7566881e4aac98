-- What a shard says of one auction, for whoever moves it. $1 auction id
select h.epoch, h.moved_to, h.moved_by, h.status, h.bid_count
from auctions.head h
where h.auction_id = $1
