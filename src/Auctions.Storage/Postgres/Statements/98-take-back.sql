-- An auction that was to move stays here after all; no row if the move went on, or another took over. Its owner is set
-- as on arrival. $1 auction id, $2 which move
update auctions.head set epoch = epoch + 1, moved_to = null, moved_by = null
where auction_id = $1 and moved_to is not null and moved_by = $2
