-- An auction that moves, or moved, to another shard leaves its head row behind: which shard has it, or is to have it,
-- and which move says so. Nobody opens or appends to such a row; while its status is not 0 lists still show it, so that
-- an auction on its way is listed. The shard whose row has the highest epoch has the truth.
alter table auctions.head add column moved_to integer, add column moved_by uuid;

-- A server that knows nothing of this would take such an auction over by naming itself its owner: it is refused. Rows
-- from before need no look, they have neither column set.
alter table auctions.head add constraint head_moved check (
    (moved_to is null) = (moved_by is null) and (moved_to is null or owner is not distinct from moved_by)) not valid;

-- How many auctions have left this shard's lists. Who reads the lists of several shards, which is not done at one moment,
-- sees by it that one has moved meanwhile, and reads again.
create table auctions.departures (
    only_one  boolean primary key default true check (only_one),
    auctions  bigint not null
);

insert into auctions.departures (auctions) values (0);

grant select on auctions.departures to auctions_writer, auctions_projector, auctions_reader;
