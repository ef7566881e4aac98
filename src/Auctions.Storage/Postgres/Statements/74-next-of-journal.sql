-- The next segments in the order of auctions. After the position ($1, $2), of auctions up to $3, at most $4
select auction_id, first_sequence, last_sequence, epoch, codec_version, previous_hash, payload
from auctions.segment
where (auction_id, first_sequence) > ($1, $2) and auction_id <= $3
order by auction_id, first_sequence limit $4
