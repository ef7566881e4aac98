-- The segments of auctions after a sequence of each. $1 auction ids, $2 sequences, $3 of each at most
select f.auction_id, s.first_sequence, s.last_sequence, s.epoch, s.codec_version, s.previous_hash, s.payload
from unnest($1::uuid[], $2::bigint[]) as f (auction_id, after)
cross join lateral (
    select * from auctions.segment
    where auction_id = f.auction_id and first_sequence > f.after
    order by first_sequence limit $3
) s
order by f.auction_id, s.first_sequence
