-- How far the read model came; nobody else takes in more meanwhile.
select transaction_id, auction_id, first_sequence from auctions.checkpoint for update
