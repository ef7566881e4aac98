-- Rows for streams that are about to be created. $1 auction ids
insert into auctions.head (auction_id, epoch)
select id, 0 from unnest($1::uuid[]) as id
order by id
on conflict do nothing
