-- The next segments of one stream as they are stored. $1 auction id, after the sequence $2, at most $3, and no more
-- than begin within $4 bytes
select first_sequence, last_sequence, epoch, written_at, codec_version, previous_hash, payload
from (
    select *, sum(octet_length(payload)) over (order by first_sequence) - octet_length(payload) as bytes_before
    from (
        select * from auctions.segment
        where auction_id = $1 and first_sequence > $2
        order by first_sequence limit $3
    ) next
) measured
where bytes_before < $4
order by first_sequence
