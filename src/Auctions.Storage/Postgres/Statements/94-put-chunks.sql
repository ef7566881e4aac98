-- Copies chunks to a shard that expects them; none if another move has taken over, or that is there already.
-- $1 auction id, $2 which move, $3 last sequences, $4 codec versions, $5 payloads
with held as materialized (
    select from auctions.head where auction_id = $1 and moved_to is not null and moved_by = $2 for no key update
)
insert into auctions.key_chunk (auction_id, last_sequence, codec_version, payload)
select $1, t.* from unnest($3::bigint[], $4::smallint[], $5::bytea[]) as t
where exists (select from held)
on conflict do nothing
