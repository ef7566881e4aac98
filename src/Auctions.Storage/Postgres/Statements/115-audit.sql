insert into auctions.audit (at, actor, action, subject, outcome, details) values ($1, $2, $3, $4, $5, $6)
