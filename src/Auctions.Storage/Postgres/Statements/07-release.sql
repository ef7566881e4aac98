-- A clean end. $1 auction ids, $2 owners, $3 epochs
with held as materialized (
    select h.auction_id
    from auctions.head h
    join unnest($1::uuid[], $2::uuid[], $3::bigint[]) as a (auction_id, owner, epoch) using (auction_id)
    where h.owner = a.owner and h.epoch = a.epoch
    order by h.auction_id
    for no key update of h
)
update auctions.head h set owner = null from held where h.auction_id = held.auction_id
