-- What is committed and not taken in yet, for a bidder who looks for a bid just made. $1 how much at most
select s.auction_id, s.first_sequence, s.codec_version, s.payload
from auctions.segment s, auctions.checkpoint c
where (s.transaction_id, s.auction_id, s.first_sequence) > (c.transaction_id, c.auction_id, c.first_sequence)
order by s.transaction_id, s.auction_id, s.first_sequence limit $1
