-- What somebody who looks after a server should know of it, as whoever logs in sees it. Connections are those that are
-- left to such a login when all of this engine are gone; 0 would mean that there is no room at all.
select
    current_setting('server_version_num')::integer / 10000,
    least(
        current_setting('max_connections')::integer
            - current_setting('superuser_reserved_connections')::integer
            - coalesce(current_setting('reserved_connections', true)::integer, 0),
        case when login.rolconnlimit < 0 then null else login.rolconnlimit end,
        case when here.datconnlimit < 0 then null else here.datconnlimit end)
        - (select count(*) from pg_stat_activity
            where datid is not null and usesysid is not null and application_name not like 'OrleansAuctions%')::integer,
    coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false),
    pg_is_in_recovery(),
    current_setting('synchronous_standby_names'),
    current_setting('password_encryption'),
    coalesce(current_setting('plpgsql.check_asserts', true), 'on') = 'on',
    login.rolsuper
from pg_roles login, pg_database here
where login.rolname = session_user and here.datname = current_database()
