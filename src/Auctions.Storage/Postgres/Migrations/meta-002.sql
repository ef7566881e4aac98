-- What the servers of one cluster agree on, kept for the AdoNet providers of Microsoft Orleans 10: which servers there
-- are, and the state of the few grains that keep any. No auction is in here. The providers read their statements from
-- a table whose name and columns they choose, and look it up without a schema: they connect with search_path = orleans.
create schema orleans;

create table orleans.orleansquery (
    querykey   text primary key,
    querytext  text not null
);

-- One row per cluster. Every change of its silos, but for signs of life, raises the version by one and is made by
-- whoever knew the version before it.
create table orleans.cluster (
    cluster_id  text primary key,
    version     integer not null default 0
);

-- A silo that starts again on its address is another one: its generation is higher. Instants are timestamptz, which is
-- what Npgsql makes of the providers' DateTime in UTC and what it reads back as UTC. suspected is text of the
-- providers' own. Status 3 is active, 6 is dead.
create table orleans.silo (
    cluster_id     text not null references orleans.cluster on delete cascade,
    address        text not null,
    port           integer not null,
    generation     integer not null,
    name           text not null,
    host_name      text not null,
    status         integer not null,
    proxy_port     integer not null,
    suspected      text,
    started_at     timestamptz not null,
    i_am_alive_at  timestamptz not null,
    primary key (cluster_id, address, port, generation)
) with (fillfactor = 70);

-- The key is the grain's name in full, so that two first writes of one grain meet at it; the providers' hashes of the
-- name are for databases that cannot have such a key. A grain without extension has an empty one. A cleared grain keeps
-- its row, and so its version, without a payload.
create table orleans.grain_state (
    service_id  text not null,
    grain_type  text not null,
    id_n0       bigint not null,
    id_n1       bigint not null,
    extension   text not null,
    version     integer not null,
    payload     bytea,
    written_at  timestamptz not null default clock_timestamp(),
    primary key (service_id, grain_type, id_n0, id_n1, extension)
);

-- Statements of the membership. All are one statement each, so one transaction, for isolation read committed.
insert into orleans.orleansquery (querykey, querytext) values
('InsertMembershipVersionKey', $query$
    with added as (
        insert into orleans.cluster (cluster_id) values (@DeploymentId) on conflict do nothing returning cluster_id
    )
    select exists (select from added)
$query$),

-- The version's row is locked first. Whoever waited for it looks at it again and finds another version than the one it
-- knew: it lost, changes nothing and is told so.
('InsertMembershipKey', $query$
    with held as materialized (
        select cluster_id from orleans.cluster
        where cluster_id = @DeploymentId and version = @Version
        for no key update
    ), added as (
        insert into orleans.silo (
            cluster_id, address, port, generation, name, host_name, status, proxy_port, started_at, i_am_alive_at)
        select cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime,
            @IAmAliveTime
        from held
        on conflict do nothing
        returning cluster_id
    ), raised as (
        update orleans.cluster c set version = c.version + 1 from added where c.cluster_id = added.cluster_id
        returning c.version
    )
    select exists (select from raised)
$query$),

('UpdateMembershipKey', $query$
    with held as materialized (
        select cluster_id from orleans.cluster
        where cluster_id = @DeploymentId and version = @Version
        for no key update
    ), changed as (
        update orleans.silo s
        set status = @Status, suspected = @SuspectTimes, i_am_alive_at = @IAmAliveTime
        from held
        where s.cluster_id = held.cluster_id
            and s.address = @Address and s.port = @Port and s.generation = @Generation
        returning s.cluster_id
    ), raised as (
        update orleans.cluster c set version = c.version + 1 from changed where c.cluster_id = changed.cluster_id
        returning c.version
    )
    select exists (select from raised)
$query$),

-- A sign of life is nobody's decision: the version stays, or silos would keep each other from deciding anything.
('UpdateIAmAlivetimeKey', $query$
    update orleans.silo set i_am_alive_at = @IAmAliveTime
    where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$query$),

-- Always a row, for the version: without a silo its other columns are null.
('MembershipReadRowKey', $query$
    select c.version as Version, s.address as Address, s.port as Port, s.generation as Generation,
        s.name as SiloName, s.host_name as HostName, s.status as Status, s.proxy_port as ProxyPort,
        s.suspected as SuspectTimes, s.started_at as StartTime, s.i_am_alive_at as IAmAliveTime
    from orleans.cluster c
    left join orleans.silo s
        on s.cluster_id = c.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation
    where c.cluster_id = @DeploymentId
$query$),

('MembershipReadAllKey', $query$
    select c.version as Version, s.address as Address, s.port as Port, s.generation as Generation,
        s.name as SiloName, s.host_name as HostName, s.status as Status, s.proxy_port as ProxyPort,
        s.suspected as SuspectTimes, s.started_at as StartTime, s.i_am_alive_at as IAmAliveTime
    from orleans.cluster c
    left join orleans.silo s on s.cluster_id = c.cluster_id
    where c.cluster_id = @DeploymentId
$query$),

-- Where clients may connect: the providers ask for status active. A silo without a gateway has proxy port 0.
('GatewaysQueryKey', $query$
    select address as Address, proxy_port as ProxyPort, generation as Generation from orleans.silo
    where cluster_id = @DeploymentId and status = @Status and proxy_port > 0
$query$),

-- A silo that is silent but was not declared dead stays: somebody has to declare it.
('CleanupDefunctSiloEntriesKey', $query$
    delete from orleans.silo where cluster_id = @DeploymentId and status = 6 and i_am_alive_at < @IAmAliveTime
$query$),

-- Its silos go along.
('DeleteMembershipTableEntriesKey', $query$
    delete from orleans.cluster where cluster_id = @DeploymentId
$query$);

-- Statements of the grains' state. Who knows no version makes the first one; who knows one makes the next. No row back
-- means that somebody else was faster, and the providers take it so; an old version back would not do, for who knows
-- none takes any as its own.
insert into orleans.orleansquery (querykey, querytext) values
('ReadFromStorageKey', $query$
    select payload as PayloadBinary, version as Version from orleans.grain_state
    where service_id = @ServiceId and grain_type = @GrainTypeString and id_n0 = @GrainIdN0 and id_n1 = @GrainIdN1
        and extension = coalesce(@GrainIdExtensionString, '')
$query$),

('WriteToStorageKey', $query$
    with added as (
        insert into orleans.grain_state (service_id, grain_type, id_n0, id_n1, extension, version, payload)
        select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), 1,
            @PayloadBinary
        where @GrainStateVersion is null
        on conflict do nothing
        returning version
    ), changed as (
        update orleans.grain_state
        set version = version + 1, payload = @PayloadBinary, written_at = clock_timestamp()
        where service_id = @ServiceId and grain_type = @GrainTypeString and id_n0 = @GrainIdN0 and id_n1 = @GrainIdN1
            and extension = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
        returning version
    )
    select version as NewGrainStateVersion from added
    union all
    select version as NewGrainStateVersion from changed
$query$),

('ClearStorageKey', $query$
    update orleans.grain_state set version = version + 1, payload = null, written_at = clock_timestamp()
    where service_id = @ServiceId and grain_type = @GrainTypeString and id_n0 = @GrainIdN0 and id_n1 = @GrainIdN1
        and extension = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
    returning version as NewGrainStateVersion
$query$),

-- The version back must differ from the one that was known, though nothing has it.
('DeleteStorageKey', $query$
    delete from orleans.grain_state
    where service_id = @ServiceId and grain_type = @GrainTypeString and id_n0 = @GrainIdN0 and id_n1 = @GrainIdN1
        and extension = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
    returning version + 1 as NewGrainStateVersion
$query$);

-- One duty, of this schema alone; the statements themselves it only reads.
grant usage on schema orleans to auctions_cluster;
grant select on orleans.orleansquery to auctions_cluster;
grant select, insert, update, delete on orleans.cluster, orleans.silo, orleans.grain_state to auctions_cluster;
