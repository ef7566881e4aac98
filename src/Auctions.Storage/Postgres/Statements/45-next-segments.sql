-- The segments after a position in the order of transactions, of transactions before which none can commit any more:
-- sequences and times are not the order of commits. After ($1, $2, $3), at most $4
select transaction_id, auction_id, first_sequence, codec_version, payload from auctions.segment
where (transaction_id, auction_id, first_sequence) > ($1, $2, $3)
    and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
order by transaction_id, auction_id, first_sequence limit $4
