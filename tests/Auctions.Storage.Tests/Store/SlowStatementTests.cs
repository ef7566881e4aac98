using Auctions.Engine.Heat;
using Auctions.Storage.Heat;

namespace Auctions.Storage.Tests;

/// <summary>What a database took long for is told, by name and without a value.</summary>
public sealed class SlowStatementTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(150);

    private readonly SlowStatements _statements = new();

    public SlowStatementTests() => _statements.Start();

    [Fact]
    public void A_slow_one_is_told_once_with_its_name_and_a_fast_one_is_not()
    {
        _statements.Ended("shard-00", "AppendAsync", Long, failed: false);
        _statements.Ended("shard-01", "ReadAsync", TimeSpan.FromMilliseconds(99), failed: false);
        var slow = Assert.Single(Take());
        Assert.Equal(
            ("shard-00", "Append", 150, false), (slow.Database, slow.Statement, slow.Milliseconds, slow.Failed));
        Assert.InRange(slow.At, 1_000_000 - 10_000, 1_001_000);
        Assert.Empty(Take());
    }

    [Fact]
    public void One_that_failed_says_so()
    {
        _statements.Ended("shard-00", "OpenAsync", Long, failed: true);
        Assert.True(Assert.Single(Take()).Failed);
    }

    [Fact]
    public void Of_many_the_slowest_are_told()
    {
        for (var milliseconds = 100; milliseconds < 100 + (2 * HeatFrame.SlowMax); milliseconds++)
        {
            _statements.Ended("shard-00", "Append", TimeSpan.FromMilliseconds(milliseconds), failed: false);
        }

        Assert.Equal(
            Enumerable.Range(100 + HeatFrame.SlowMax, HeatFrame.SlowMax),
            Take().Select(slow => slow.Milliseconds).Order());
    }

    [Fact]
    public void Nothing_piles_up_where_nobody_makes_frames()
    {
        _statements.Stop();
        _statements.Ended("shard-00", "AppendAsync", Long, failed: false);
        Assert.Empty(Take());
    }

    private List<SlowStatement> Take()
    {
        var frame = new HeatFrameBuilder(1_000, new ProcessHeat { Name = "here", Kind = "server" });
        _statements.AddTo(frame);
        return frame.Build().SlowStatements;
    }
}
