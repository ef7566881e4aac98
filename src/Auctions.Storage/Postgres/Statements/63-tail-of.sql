-- What is committed of one auction and not taken in yet. $1 auction id, $2 how much at most
select s.auction_id, s.first_sequence, s.codec_version, s.payload
from auctions.segment s, auctions.checkpoint c
where s.auction_id = $1
    and (s.transaction_id, s.auction_id, s.first_sequence) > (c.transaction_id, c.auction_id, c.first_sequence)
order by s.transaction_id, s.auction_id, s.first_sequence limit $2
