using Auctions.Bench.Reporting;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>Peers, which have one server, are compared with an engine that has no more.</summary>
public sealed class RatioTests
{
    [Fact]
    public void The_engine_is_compared_on_as_few_servers_as_it_was_played() => Assert.Contains(
        "hot: the engine (1 shard, 8 outstanding) does 3.0 times its peer (rowlock, 16 connections, 8 outstanding)",
        Text(
            Played("engine", "4 shards", 900, servers: 4),
            Played("engine", "1 shard", 300),
            Played("engine", "1 shard", 200),
            Played("rowlock", "4 connections", 50),
            Played("rowlock", "16 connections", 100)));

    [Fact]
    public void Where_it_was_played_on_more_only_these_are_compared() => Assert.Contains(
        "the engine (2 shards, 8 outstanding) does 4.0 times",
        Text(
            Played("engine", "4 shards", 900, servers: 4),
            Played("engine", "2 shards", 400, servers: 2),
            Played("rowlock", "4 connections", 100)));

    private static string Text(params Contestant[] contestants) =>
        new Report(new Findings(new Settings([]), contestants)).ToText();

    private static Contestant Played(string subject, string setup, long accepted, int servers = 1)
    {
        var plan = new LoadPlan(TimeSpan.Zero, TimeSpan.FromSeconds(1), Outstanding: 8);
        var contestant = new Contestant(
            Scenario.Hot, subject, setup, plan, _ => throw new InvalidOperationException())
        {
            Servers = servers,
        };
        var answered = new Answered(accepted, 0, 0, 0, 0, 0, 0, 0);
        contestant.Results.Add(new LoadResult(
            1, null, answered, 0, 0, 0, new Histogram(), answered, new Course(TimeSpan.FromSeconds(1), [])));
        contestant.Retries.Add(0);
        return contestant;
    }
}
