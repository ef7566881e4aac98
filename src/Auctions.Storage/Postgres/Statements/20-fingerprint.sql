-- What the schemas hold, as one hash: columns, indexes, constraints, functions and rights, but for the partitions,
-- whose number follows from the date.
with ours as (
    select oid from pg_namespace where nspname in ('auctions', 'orleans')
), things as (
    select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' '
        || a.attnotnull::text || ' ' || a.attstorage::text || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') as thing
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace in (select oid from ours) and c.relkind in ('r', 'p') and not c.relispartition
    union all
    select 'index ' || pg_get_indexdef(i.indexrelid)
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    where c.relnamespace in (select oid from ours) and not c.relispartition
    union all
    select 'constraint ' || c.relname || ' ' || pg_get_constraintdef(k.oid)
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    where c.relnamespace in (select oid from ours) and not c.relispartition
    union all
    select 'function ' || p.proname || ' ' || pg_get_functiondef(p.oid)
    from pg_proc p
    where p.pronamespace in (select oid from ours)
    union all
    select 'right ' || c.relname || ' ' || r.rolname || ' ' || acl.privilege_type
    from pg_class c
    cross join lateral aclexplode(c.relacl) as acl
    join pg_roles r on r.oid = acl.grantee
    where c.relnamespace in (select oid from ours) and not c.relispartition and r.rolname like 'auctions\_%'
    union all
    select 'option ' || c.relname || ' ' || array_to_string(c.reloptions, ',')
    from pg_class c
    where c.relnamespace in (select oid from ours) and not c.relispartition and c.reloptions is not null
)
select md5(string_agg(thing, E'\n' order by thing)) from things
