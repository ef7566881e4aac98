-- $1 auction, $2 the version that was read, $3 amount, $4 bidder, $5 key. No row: another bid came first, or the
-- auction has closed.
with raised as (
  update auctions_bench.auction
  set price = $3, leader = $4, bid_count = bid_count + 1, version = version + 1
  where id = $1 and version = $2 and is_open and now() < closes_at
  returning bid_count
)
insert into auctions_bench.bid (auction_id, sequence, bidder, key, amount)
select $1, bid_count, $4, $5, $3 from raised
returning sequence
