-- How many auctions have left this shard's lists. After a list, as a statement of its own: it counts whatever was gone then.
select auctions from auctions.departures
