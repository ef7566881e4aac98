-- Open auctions that end before $1, after the position ($2, $3), at most $4; not one that moves away.
select closes_at, auction_id from auctions.head
where status <> 0 and status = 1 and moved_to is null and closes_at < $1 and (closes_at, auction_id) > ($2, $3)
order by closes_at, auction_id limit $4
