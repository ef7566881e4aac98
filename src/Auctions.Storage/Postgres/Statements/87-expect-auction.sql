-- A head row for an auction that is to come here from another shard: nobody can open it, no list shows it, and whoever
-- moved it before cannot go on. No row: it lives here. $1 auction id, $2 which move, $3 the shard that has it
insert into auctions.head as h (auction_id, epoch, owner, moved_to, moved_by) values ($1, 0, $2, $3, $2)
on conflict (auction_id) do update set owner = $2, moved_to = $3, moved_by = $2
where h.moved_to is not null
returning epoch
