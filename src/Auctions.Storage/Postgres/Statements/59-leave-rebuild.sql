-- Gives up the lease of the rebuild, so that somebody else need not wait until it is past. $1 who had it
update auctions.rebuild set holder = null, lease_until = null where holder = $1
