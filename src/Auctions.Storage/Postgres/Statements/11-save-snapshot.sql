-- Replaces a snapshot and adds its chunk, unless the stored one is not the one it was made from.
-- $1 auction id, $2 sequence, $3 codec version, $4 hash of the chain, $5 payload, $6 made from (0: none stored),
-- $7 last sequence, $8 codec version and $9 payload of the chunk
with added as (
    insert into auctions.snapshot (auction_id, sequence, codec_version, chain_hash, payload)
    select $1, $2, $3, $4, $5 where $6 = 0
    on conflict do nothing
    returning auction_id
), replaced as (
    update auctions.snapshot set sequence = $2, codec_version = $3, chain_hash = $4, payload = $5
    where auction_id = $1 and sequence = $6 and $6 > 0
    returning auction_id
)
insert into auctions.key_chunk (auction_id, last_sequence, codec_version, payload)
select auction_id, $7, $8, $9 from (select * from added union all select * from replaced) as saved
returning true
