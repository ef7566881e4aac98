-- The newest segments of an auction before a sequence; and, where it does not live here, a row numbered 0 that holds
-- whether there is a row of it at all: then it moved away, or is on its way. $1 auction id, $2 sequence, $3 how many
select first_sequence, codec_version, payload
from (
    (select first_sequence, codec_version, payload from auctions.segment
    where auction_id = $1 and first_sequence < $2
    order by first_sequence desc limit $3)
    union all
    select 0, exists (select from auctions.head where auction_id = $1)::integer::smallint, ''
    where not exists (
        select from auctions.head where auction_id = $1 and (moved_to is null or status <> 0))
) found
order by first_sequence desc
