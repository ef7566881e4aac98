-- What a seller's key is bound to. $1 seller, $2 key
select auction_id, body_hash from auctions.creation_key where seller = $1 and key_hash = $2
