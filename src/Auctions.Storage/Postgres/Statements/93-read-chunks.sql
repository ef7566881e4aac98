-- Some chunks. $1 auction id, $2 last sequences
select last_sequence, codec_version, payload from auctions.key_chunk
where auction_id = $1 and last_sequence = any($2)
order by last_sequence
