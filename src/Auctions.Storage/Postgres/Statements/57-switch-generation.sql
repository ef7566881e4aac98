-- From now on the generation that the rebuild filled is the one that is read, and followed from where the rebuild
-- stands; whoever has the checkpoint's lease keeps it. $1 who has the rebuild's lease
with filled as (
    update auctions.rebuild set switched = true where holder = $1 and not switched
    returning generation, transaction_id, auction_id, first_sequence
)
insert into auctions.checkpoint (generation, transaction_id, auction_id, first_sequence) select * from filled
on conflict (only_one) do update
set generation = excluded.generation, transaction_id = excluded.transaction_id, auction_id = excluded.auction_id,
    first_sequence = excluded.first_sequence
