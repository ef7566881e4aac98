-- Deletes rows of generations before $1, those after the position ($2, $3, $4), at most $5; answers the last one.
with old as materialized (
    select generation, bidder, auction_id from auctions.own_bids
    where generation < $1 and (generation, bidder, auction_id) > ($2, $3, $4)
    order by generation, bidder, auction_id limit $5
), deleted as (
    delete from auctions.own_bids o using old
    where o.generation = old.generation and o.bidder = old.bidder and o.auction_id = old.auction_id
)
select generation, bidder, auction_id from old
order by generation desc, bidder desc, auction_id desc limit 1
