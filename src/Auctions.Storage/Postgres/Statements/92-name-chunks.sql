-- The chunks of remembered bids of an auction, by what they hold.
-- $1 auction id
select c.last_sequence, c.codec_version || ' ' || md5(c.payload)
from auctions.key_chunk c
where c.auction_id = $1
order by c.last_sequence
