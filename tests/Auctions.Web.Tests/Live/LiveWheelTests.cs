using Auctions.Web.Live;
using Auctions.Web.Tests.Support;

namespace Auctions.Web.Tests.Live;

public sealed class LiveWheelTests
{
    private static readonly long Turn = (long)(LiveWheel.Turn / LiveWheel.Tick);

    private readonly LiveWheel _wheel = new();

    [Fact]
    public void Everybody_is_visited_once_in_a_turn()
    {
        var watchers = Enumerable.Range(0, 100).Select(_ => Join()).ToArray();

        Assert.Equal(watchers, Advance(Turn));
        Assert.Empty(Advance(Turn - 1));
        Assert.Equal(watchers, Advance(1));
    }

    [Fact]
    public void Who_came_at_different_times_is_visited_at_different_times()
    {
        var first = Join();
        Advance(10);
        var second = Join();

        Assert.Equal([first], Advance(Turn - 10));
        Assert.Equal([second], Advance(10));
    }

    [Fact]
    public void A_wheel_that_was_held_up_visits_nobody_twice()
    {
        var watcher = Join();

        Assert.Equal([watcher], Advance(10 * Turn));
    }

    [Fact]
    public void Who_was_served_out_of_turn_is_visited_a_whole_turn_later()
    {
        var (served, other) = (Join(), Join());
        Advance(7);
        _wheel.Renew(served);

        Assert.Equal([other], Advance(Turn - 7));
        Assert.Equal([served], Advance(7));
    }

    [Fact]
    public void Who_leaves_is_visited_no_more_and_takes_nobody_along()
    {
        var watchers = Enumerable.Range(0, 5).Select(_ => Join()).ToArray();
        _wheel.Remove(watchers[1]);
        _wheel.Remove(watchers[4]);
        _wheel.Remove(watchers[1]);
        _wheel.Renew(watchers[1]);

        Assert.Equal(3, _wheel.Count);
        Assert.Equal(
            new[] { watchers[0], watchers[2], watchers[3] }.ToHashSet(), Advance(Turn).ToHashSet());
    }

    private LiveWatcher Join()
    {
        var watcher = new LiveWatcher(default, new PipedResponse().Http, 0);
        _wheel.Add(watcher);
        return watcher;
    }

    private List<LiveWatcher> Advance(long ticks)
    {
        var due = new List<LiveWatcher>();
        _wheel.Advance(ticks, due);
        return due;
    }
}
