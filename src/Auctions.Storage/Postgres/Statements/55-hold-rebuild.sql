-- Where the rebuild stands, for whoever has its lease from now on: its holder, or anybody once the lease is past by the
-- shard's clock. No row: somebody else has it. The row stays locked. $1 who asks, $2 for how long
update auctions.rebuild set holder = $1, lease_until = clock_timestamp() + $2
where holder is null or holder = $1 or lease_until < clock_timestamp()
returning generation, transaction_id, auction_id, first_sequence, segments, switched, heads_after, heads
