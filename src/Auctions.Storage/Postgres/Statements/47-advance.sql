-- How far the read model came now. $1, $2, $3 the last segment taken in
update auctions.checkpoint set transaction_id = $1, auction_id = $2, first_sequence = $3
