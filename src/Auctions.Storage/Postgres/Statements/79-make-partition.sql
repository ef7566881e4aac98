-- Makes the first monthly partition that is missing; null: none is.
select auctions.make_partition_ahead()
