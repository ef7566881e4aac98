-- Keeps appends to auctions away until the transaction ends: they are sent again. What somebody else has locked is left
-- out, for nobody waits. Answers as of which sequence they are listed, and whether they moved, or move, away.
-- $1 auction ids
select auction_id, listed_sequence, moved_to is not null
from auctions.head where auction_id = any($1)
for no key update skip locked
