-- What is committed and not taken in yet, for a bidder who looks for a bid just made; nothing of auctions that moved
-- away or are on their way here. $1 how much at most
select s.auction_id, s.first_sequence, s.codec_version, s.payload
from auctions.segment s, auctions.checkpoint c
where (s.transaction_id, s.auction_id, s.first_sequence) > (c.transaction_id, c.auction_id, c.first_sequence)
    and not exists (
        select from auctions.head h where h.auction_id = s.auction_id and h.moved_to is not null and h.status = 0)
order by s.transaction_id, s.auction_id, s.first_sequence limit $1
