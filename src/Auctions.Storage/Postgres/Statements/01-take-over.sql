-- Opening, first commit: each activation becomes the owner of its stream and the epoch rises. What is locked by an
-- append still on its way is waited for: that append either is in what is read next or can never land. A stream that
-- moved, or moves, to another shard is nobody's here: its row stays as it is, and answers that it is elsewhere.
-- $1 auction ids, $2 activations
with asked as (
    select * from unnest($1::uuid[], $2::uuid[]) as t (auction_id, activation)
), before as materialized (
    select h.auction_id, h.epoch, h.owner, h.moved_to, a.activation
    from auctions.head h join asked a using (auction_id)
    order by h.auction_id
    for no key update of h
), taken as (
    update auctions.head h
    set epoch = h.epoch + 1, owner = b.activation
    from before b
    where h.auction_id = b.auction_id and b.moved_to is null
    returning h.auction_id, h.epoch, b.owner is not null as was_owned
)
select auction_id, epoch, was_owned, false as is_elsewhere from taken
union all
select auction_id, epoch, false, true from before where moved_to is not null
