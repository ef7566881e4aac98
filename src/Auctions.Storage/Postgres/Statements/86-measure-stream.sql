-- How much of a stream is here: segments, bytes, events, and where it ends. $1 auction id
select count(*), coalesce(sum(octet_length(payload)), 0)::bigint,
    coalesce(sum(last_sequence - first_sequence + 1), 0)::bigint, coalesce(max(last_sequence), 0)
from auctions.segment where auction_id = $1
