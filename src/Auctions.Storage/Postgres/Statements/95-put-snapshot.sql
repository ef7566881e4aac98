-- The fold of an auction that comes here, in place of the one that is left from before.
-- $1 auction id, $2 sequence, $3 codec version, $4 hash of the chain, $5 payload
insert into auctions.snapshot (auction_id, sequence, codec_version, chain_hash, payload) values ($1, $2, $3, $4, $5)
on conflict (auction_id) do update set sequence = excluded.sequence, codec_version = excluded.codec_version,
    chain_hash = excluded.chain_hash, payload = excluded.payload
