-- Gives up the lease, so that somebody else need not wait until it is past. $1 who had it
update auctions.checkpoint set holder = null, lease_until = null where holder = $1
