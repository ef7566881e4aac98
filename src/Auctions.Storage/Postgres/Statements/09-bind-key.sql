-- Binds a seller's key to an auction, unless it is bound; the seller's name is kept beside it.
-- $1 seller, $2 key, $3 auction id, $4 hash of what was asked for, $5 the seller's public name
with bound as (
    insert into auctions.creation_key (seller, key_hash, auction_id, body_hash) values ($1, $2, $3, $4)
    on conflict do nothing
    returning seller
)
insert into auctions.person (person_id, name)
select seller, $5 from bound
on conflict (person_id) do update set name = excluded.name
returning true
