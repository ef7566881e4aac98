-- Nobody opens or appends to an auction here from now on: its epoch rises and it is owned by its move. Waits for an
-- append that is on its way. No row: it is fenced for another shard, or ends too soon. $1 auction id, $2 which move,
-- $3 the shard that is to have it, $4 how long until its end at least, in ticks; null: however long
with held as materialized (
    select auction_id, moved_to, status, closes_at from auctions.head where auction_id = $1 for no key update
)
update auctions.head h
set epoch = h.epoch + 1, owner = $2, moved_to = $3, moved_by = $2
from held
where h.auction_id = held.auction_id
    and (held.moved_to = $3 or held.moved_to is null and (
        $4::bigint is null or held.status <> 1 or held.closes_at >= auctions.clock() + $4))
returning h.epoch
