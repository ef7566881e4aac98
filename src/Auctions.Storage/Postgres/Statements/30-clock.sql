-- The shard's clock.
select auctions.clock()
