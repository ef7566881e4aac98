-- The next auctions that live here in the order of ids, and whether they are listed as created. After $1, at most $2
select auction_id, status <> 0 from auctions.head
where auction_id > $1 and moved_to is null
order by auction_id limit $2
