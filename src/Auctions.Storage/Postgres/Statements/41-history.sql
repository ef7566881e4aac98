-- The newest segments of an auction before a sequence. $1 auction id, $2 sequence, $3 how many
select first_sequence, codec_version, payload from auctions.segment
where auction_id = $1 and first_sequence < $2
order by first_sequence desc limit $3
