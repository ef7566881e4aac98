insert into auctions.heat_mark (at, kind, text, auction_id) values ($1, $2, $3, $4)
