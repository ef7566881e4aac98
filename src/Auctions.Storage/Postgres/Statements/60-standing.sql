-- What a server shows of itself before it is believed in its primary's stead: whether it is a standby, whose shard it
-- is, the newest heartbeat that came through, and where a stream ends here (0: nowhere). $1 auction id; null: none asked
select pg_is_in_recovery(), i.store, i.shard, h.at,
    coalesce((
        select s.last_sequence from auctions.segment s
        where s.auction_id = $1
        order by s.first_sequence desc limit 1), 0)
from auctions.identity i left join auctions.heartbeat h on true
