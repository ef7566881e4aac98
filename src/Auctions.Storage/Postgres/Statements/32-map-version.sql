-- Whether a copy of the slot map is old.
select map_version from auctions.store
