select at, actor, action, subject, outcome, details::text from auctions.audit
where $1::text is null or subject = $1
order by number desc
limit $2
