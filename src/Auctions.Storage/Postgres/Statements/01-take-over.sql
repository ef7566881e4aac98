-- Opening, first commit: each activation becomes the owner of its stream and the epoch rises. What is locked by an
-- append still on its way is waited for: that append either is in what is read next or can never land.
-- $1 auction ids, $2 activations
with asked as (
    select * from unnest($1::uuid[], $2::uuid[]) as t (auction_id, activation)
), before as materialized (
    select h.auction_id, h.owner, a.activation
    from auctions.head h join asked a using (auction_id)
    order by h.auction_id
    for no key update of h
)
update auctions.head h
set epoch = h.epoch + 1, owner = b.activation
from before b
where h.auction_id = b.auction_id
returning h.auction_id, h.epoch, b.owner is not null as was_owned
