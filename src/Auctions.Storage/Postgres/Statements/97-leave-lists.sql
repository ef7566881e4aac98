-- Lists show an auction here no more: another shard has it. $1 auction id, $2 which move
update auctions.head set status = 0 where auction_id = $1 and moved_to is not null and moved_by = $2
