using System.Diagnostics;
using Auctions.Bench.Reporting;
using Auctions.Bench.Tests.Support;
using Auctions.Processes;
using Npgsql;

namespace Auctions.Bench.Postgres.Tests;

/// <summary>A server that scripts/postgres has given a slow disk.</summary>
public sealed class SlowDiskTests
{
    private const int DelayMs = 20;
    private const int Commits = 10;

    [CompilerFact]
    public async Task Every_commit_waits_for_it_and_the_settings_of_a_run_say_so()
    {
        var state = Path.Combine(Path.GetTempPath(), $"auctions-slow-{Guid.NewGuid():N}");
        await using var servers = await ThrowawayPostgres.StartAsync(1, state, "--fsync-delay-ms", $"{DelayMs}");
        var server = $"{servers.Connections[0]};Pooling=false";
        await using (var connection = new NpgsqlConnection(server))
        {
            await connection.OpenAsync();
            await using var make = new NpgsqlCommand("create table slow (n bigint)", connection);
            await make.ExecuteNonQueryAsync();
            await using var insert = new NpgsqlCommand("insert into slow values (1)", connection);
            var start = Stopwatch.GetTimestamp();
            for (var commit = 0; commit < Commits; commit++)
            {
                await insert.ExecuteNonQueryAsync();
            }

            Assert.InRange(
                Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(Commits * DelayMs), TimeSpan.MaxValue);
        }

        var settings = await PostgresProbe.ReadAsync(server, default);
        Assert.Contains($"each fsync and fdatasync {DelayMs} ms longer", settings);
    }

    [Theory]
    [InlineData("start", "1", "--fsync-delay-ms")]
    [InlineData("start", "1", "--fsync-delay-ms", "0")]
    [InlineData("start", "1", "--fsync-delay-ms", "1001")]
    [InlineData("start", "1", "--fsync-delay-ms", "1.5")]
    [InlineData("start", "1", "--fsync-delay", "1")]
    [InlineData("start", "1", "--fsync-delay-ms", "1", "2")]
    public async Task A_delay_that_is_none_is_refused(params string[] arguments)
    {
        var failure = await Command.FailureAsync([RepositoryRoot.Script("postgres"), .. arguments]);
        Assert.Contains("ends with 2: scripts/postgres: ", failure);
    }
}
