-- Server settings without which what is committed can be lost, as this session sees them.
select name, setting from pg_settings
where name in ('synchronous_commit', 'fsync', 'full_page_writes', 'data_checksums')
