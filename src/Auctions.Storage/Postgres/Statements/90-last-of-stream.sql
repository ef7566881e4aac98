-- The last segment of a stream that begins no later than a sequence. $1 auction id, $2 sequence
select first_sequence, last_sequence, epoch, written_at, codec_version, previous_hash, payload
from auctions.segment where auction_id = $1 and first_sequence <= $2
order by first_sequence desc limit 1
