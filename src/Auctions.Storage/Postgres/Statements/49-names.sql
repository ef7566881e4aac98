-- Public names. $1 people
select person_id, name from auctions.person where person_id = any($1)
