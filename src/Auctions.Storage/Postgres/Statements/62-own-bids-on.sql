-- A bidder's bids on one auction, of the generation that the checkpoint names. $1 bidder, $2 auction id
select auction_id, maximum, bids, bidder_number, last_sequence, last_bid_at
from auctions.own_bids
where generation = (select generation from auctions.checkpoint) and bidder = $1 and auction_id = $2
