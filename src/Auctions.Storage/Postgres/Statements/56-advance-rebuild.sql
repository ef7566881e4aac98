-- How far the rebuild came now; no row if somebody else has the lease, or if projectors follow its generation already.
-- $1, $2, $3 the last segment taken in, $4 how many more, $5 who has the lease
update auctions.rebuild set transaction_id = $1, auction_id = $2, first_sequence = $3, segments = segments + $4
where holder = $5 and not switched
