-- One batch: segments of many streams, each whole or not at all, none touching another's fate.
-- $1 auction ids, $2 owners, $3 epochs, $4 first and $5 last sequences, $6 codec versions, $7 previous hashes,
-- $8 payloads, $9 times before which the shard refuses a segment; then, for the segments at the positions $10, the list
-- columns $11 to $24. Answers per position 0 written, 1 fenced, 2 not yet, 3 broken.
--
-- Locking the head row is the fence: who opens the stream changes that row and so waits for this transaction, or this
-- one finds it changed, for a row that changed meanwhile is looked at anew. A row that somebody else has locked is
-- skipped, not waited for. Appends of one epoch come one after another, so where the stream ends can be read from this
-- statement's snapshot; the primary key stands behind that.
--
-- What comes later takes its columns along, and membership is asked of hashed subplans ("is true" keeps the planner from
-- making a join of it): for how many rows come out of `locked` the planner cannot know, and a nested loop over two lists
-- of a thousand segments takes a fifth of a second.
with input as (
    select *
    from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::smallint[], $7::bytea[],
        $8::bytea[], $9::bigint[]) with ordinality as t (auction_id, owner, epoch, first_sequence, last_sequence,
        codec_version, previous_hash, payload, not_before, position)
), locked as materialized (
    select i.*
    from auctions.head h join input i using (auction_id)
    where h.owner = i.owner and h.epoch = i.epoch
    for no key update of h skip locked
), judged as materialized (
    select l.*,
        case
            when coalesce(e.last_sequence, 0) <> l.first_sequence - 1 then 3
            when l.not_before is not null and l.not_before > auctions.clock() then 2
            else 0
        end as status
    from locked l
    left join lateral (
        select s.last_sequence from auctions.segment s
        where s.auction_id = l.auction_id
        order by s.first_sequence desc limit 1
    ) e on true
), written as (
    insert into auctions.segment (
        auction_id, first_sequence, last_sequence, epoch, codec_version, previous_hash, payload)
    select auction_id, first_sequence, last_sequence, epoch, codec_version, previous_hash, payload
    from judged
    where status = 0
), listed as (
    update auctions.head h
    set listed_sequence = ($5::bigint[])[v.position], status = v.status, opens_at = v.opens_at,
        closes_at = v.closes_at, seller = v.seller, title = v.title, currency = v.currency, format = v.format,
        price = v.price, bid_count = v.bid_count, leader_number = v.leader_number, minimum_bid = v.minimum_bid,
        reserve_met = v.reserve_met, buy_it_now = v.buy_it_now, extensions = v.extensions
    from unnest($10::bigint[], $11::smallint[], $12::bigint[], $13::bigint[], $14::uuid[], $15::text[], $16::text[],
        $17::smallint[], $18::bigint[], $19::integer[], $20::integer[], $21::bigint[], $22::boolean[], $23::bigint[],
        $24::integer[]) as v (position, status, opens_at, closes_at, seller, title, currency, format, price, bid_count,
        leader_number, minimum_bid, reserve_met, buy_it_now, extensions)
    where h.auction_id = ($1::uuid[])[v.position]
        and (v.position in (select position from judged where status = 0)) is true
)
select position, status
from judged
union all
select i.position,
    case when exists (
        -- Ours still, as far as this statement sees: then somebody has the row locked. Else it is somebody else's.
        select from auctions.head h
        where h.auction_id = i.auction_id and h.owner = i.owner and h.epoch = i.epoch) then 2 else 1 end
from input i
where i.position not in (select position from judged)
