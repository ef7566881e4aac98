-- Up to which auction the list columns were compared; the lease goes on. No row if somebody else has it. $1 the last
-- auction, $2 how many more (once, though it is told again), $3 who has the lease, $4 for how long
update auctions.rebuild
set heads_after = $1, heads = heads + case when heads_after is distinct from $1 then $2 else 0 end, lease_until = clock_timestamp() + $4
where holder = $3
