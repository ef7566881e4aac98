select at, kind, text, auction_id from auctions.heat_mark
where at >= $1 and at < $2
order by at, number
limit 1000
