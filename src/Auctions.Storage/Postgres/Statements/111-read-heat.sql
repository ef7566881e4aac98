select seconds, start, process, payload from auctions.heat
where seconds = $1 and start >= $2 and start < $3
order by start, process
