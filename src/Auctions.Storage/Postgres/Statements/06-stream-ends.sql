-- Where streams end, in a statement of its own after the epochs were raised and committed. $1 auction ids
select a.id, coalesce(e.last_sequence, 0)
from unnest($1::uuid[]) as a (id)
left join lateral (
    select s.last_sequence from auctions.segment s
    where s.auction_id = a.id
    order by s.first_sequence desc limit 1
) e on true
