-- Lists show an auction here no more: another shard has it. $1 auction id, $2 which move
with gone as (
    update auctions.head set status = 0 where auction_id = $1 and moved_to is not null and moved_by = $2
    returning auction_id
)
update auctions.departures set auctions = auctions + 1 where exists (select from gone)
