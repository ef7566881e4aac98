-- The outages on record that ended after $1, the earliest first. Within the heartbeat's transaction and after it, as a
-- statement of its own: a heartbeat may have waited for that of another process, and only what begins then sees the
-- outage that the other one recorded.
select began, ended from auctions.outage where ended > $1 order by ended
