with forgotten as (
    delete from auctions.heat where seconds = $1 and start < $2
)
delete from auctions.heat_mark where at < $3
