-- Copies segments to a shard that expects them; none if another move has taken over. They are new to this shard's
-- journal, so they carry this transaction's id. $1 auction id, $2 which move, $3 first and $4 last sequences, $5 epochs,
-- $6 times, $7 codec versions, $8 previous hashes, $9 payloads
with held as materialized (
    select from auctions.head where auction_id = $1 and moved_to is not null and moved_by = $2 for no key update
)
insert into auctions.segment (
    auction_id, first_sequence, last_sequence, epoch, written_at, codec_version, previous_hash, payload)
select $1, t.*
from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::smallint[], $8::bytea[], $9::bytea[]) as t
where exists (select from held)
