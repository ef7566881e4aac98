-- How far the read model came now; no row if somebody else has the lease. $1, $2, $3 the last segment taken in, $4 who
-- has the lease
update auctions.checkpoint set transaction_id = $1, auction_id = $2, first_sequence = $3 where holder = $4
