-- Whether a rebuild is under way: since when, how far, and until when somebody has its lease.
select began_at, segments, lease_until from auctions.rebuild
