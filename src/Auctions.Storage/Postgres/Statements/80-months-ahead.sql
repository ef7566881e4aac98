-- For how many months after this one there are partitions without a gap; 12 and more are 12.
select coalesce(min(n) - 1, 12)::integer
from generate_series(1, 12) as n
where to_regclass('auctions.segment_' || to_char(
    date_trunc('month', now() at time zone 'UTC') + make_interval(months => n), 'YYYY_MM')) is null
