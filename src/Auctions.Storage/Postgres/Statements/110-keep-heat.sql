-- $1 seconds, $2 starts, $3 processes, $4 payloads
insert into auctions.heat (seconds, start, process, payload)
select distinct on (f.seconds, f.start, f.process) f.seconds, f.start, f.process, f.payload
from unnest($1, $2, $3, $4) with ordinality as f (seconds, start, process, payload, place)
order by f.seconds, f.start, f.process, f.place desc
on conflict (seconds, start, process) do update set payload = excluded.payload
