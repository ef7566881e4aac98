-- Settling an unknown outcome, first commit: the epoch of every stream that the claimant still owns rises, whatever
-- epoch it knew, so that nothing it sent before can land any more. $1 auction ids, $2 owners
with asked as (
    select * from unnest($1::uuid[], $2::uuid[]) as t (auction_id, owner)
), held as materialized (
    select h.auction_id
    from auctions.head h join asked a using (auction_id)
    where h.owner = a.owner
    order by h.auction_id
    for no key update of h
)
update auctions.head h
set epoch = h.epoch + 1
from held
where h.auction_id = held.auction_id
returning h.auction_id, h.epoch
