-- Begins a rebuild of the read model, unless one is under way: of a generation that has no rows yet.
insert into auctions.rebuild (generation)
select 1 + greatest(
    (select coalesce(max(generation), 0) from auctions.checkpoint),
    (select coalesce(max(generation), 0) from auctions.own_bids))
on conflict do nothing
