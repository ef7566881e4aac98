-- $1 auction, $2 amount, $3 bidder, $4 key. No row: refused. A bid that was overtaken is raised instead of refused.
with raised as (
  update auctions_bench.auction
  set price = greatest($2, price + step), leader = $3, bid_count = bid_count + 1
  where id = $1 and is_open and now() < closes_at
  returning bid_count, price
)
insert into auctions_bench.bid (auction_id, sequence, bidder, key, amount)
select $1, bid_count, $3, $4, price from raised
returning sequence, amount
