-- Every segment of an auction. $1 auction id
select first_sequence, last_sequence, epoch, codec_version, previous_hash, payload
from auctions.segment
where auction_id = $1
order by first_sequence
