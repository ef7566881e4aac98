-- What an auction house on PostgreSQL would have at least: the auction's row, which every bid updates, and one row per
-- bid. The fill factor leaves room on the page for new versions of the row (heap-only tuples), and no index covers a
-- column that changes. A bid has two indexes: by its place, which keeps the order, and by its key, which takes no bid
-- twice. No foreign key: it would lock the auction's row once more.
create schema auctions_bench;

create table auctions_bench.auction (
  id        uuid primary key,
  is_open   boolean not null default true,
  closes_at timestamptz not null,
  step      bigint not null,
  price     bigint not null,
  leader    uuid,
  bid_count bigint not null default 0,
  version   bigint not null default 0 -- for those that do not lock
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create table auctions_bench.bid (
  auction_id uuid not null,
  sequence   bigint not null,
  bidder     uuid not null,
  key        uuid not null,
  amount     bigint not null,
  placed_at  timestamptz not null default now(),
  primary key (auction_id, sequence),
  constraint bid_key unique (bidder, auction_id, key)
);
