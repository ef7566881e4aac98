-- People of a public name; names are not unique. $1 name
select person_id from auctions.person where name = $1 limit 64
