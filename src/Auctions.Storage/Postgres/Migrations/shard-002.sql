-- Which projector keeps the read model, and until when by the shard's clock: of many processes one does it at a time.
-- The lease is on the checkpoint, so that who advances it without the lease finds no row.
alter table auctions.checkpoint add column holder uuid, add column lease_until timestamptz;

alter table auctions.checkpoint add check ((holder is null) = (lease_until is null));
