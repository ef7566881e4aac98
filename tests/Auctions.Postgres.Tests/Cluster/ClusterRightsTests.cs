using Auctions.Storage.Postgres;
using Npgsql;

namespace Auctions.Postgres.Tests.Cluster;

/// <summary>Who the cluster's sessions are and what they may not do.</summary>
public sealed class ClusterRightsTests(OwnCluster database) : IClassFixture<OwnCluster>
{
    [Fact]
    public async Task A_connection_that_was_used_before_still_has_the_role_and_the_schema()
    {
        var connection = new NpgsqlConnectionStringBuilder(ClusterDatabase.ConnectionFor(database.Meta))
        {
            ApplicationName = "one connection",
            MaxPoolSize = 1,
        };
        await using var source = NpgsqlDataSource.Create(connection);
        var seen = new List<string?>();
        for (var use = 0; use < 3; use++)
        {
            await using var command = source.CreateCommand(
                "select pg_backend_pid() || ' ' || current_user || ' ' || current_schema");
            seen.Add(await command.ExecuteScalarAsync() as string);
        }

        Assert.EndsWith(" auctions_cluster orleans", Assert.Single(seen.Distinct()));
    }

    [Theory]
    [InlineData("select * from auctions.store")]
    [InlineData("select * from auctions.slot_map")]
    [InlineData("update orleansquery set querytext = ''")]
    [InlineData("insert into orleansquery values ('more', '')")]
    [InlineData("truncate orleans.silo")]
    [InlineData("drop table orleans.silo")]
    [InlineData("create table orleans.more (id integer)")]
    public async Task The_cluster_sees_no_auction_and_changes_no_statement_and_no_table(string sql)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RunAsync(sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Theory]
    [InlineData("auctions_writer")]
    [InlineData("auctions_projector")]
    [InlineData("auctions_reader")]
    public async Task The_other_duties_see_nothing_of_the_cluster(string role)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => Servers.RunAsync($"{database.Meta};Options=-c role={role}", "select * from orleans.silo"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }
}
