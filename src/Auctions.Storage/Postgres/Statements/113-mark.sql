-- A mark; the same one counts once. $1 when, $2 of which kind, $3 what it says, $4 about which auction
insert into auctions.heat_mark (at, kind, text, auction_id) values ($1, $2, $3, $4) on conflict do nothing
