-- The rebuild is done. $1 who has the lease
delete from auctions.rebuild where holder = $1
