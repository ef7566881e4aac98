using Auctions.Bench.Watching;
using Auctions.Measuring;

namespace Auctions.Bench.Tests.Watching;

/// <summary>What a server took in each phase, and how many sockets are allowed.</summary>
public sealed class ServerLoadTests
{
    [Fact]
    public void Memory_and_processors_are_told_by_phase()
    {
        ServerSample[] samples =
        [
            new(0, Phase.Before, 100, 10), new(2, Phase.Before, 110, 10.2), new(4, Phase.Joining, 400, 12),
            new(5, Phase.Idle, 300, 12.1), new(8, Phase.Idle, 310, 12.4), new(9, Phase.WarmUp, 700, 13.4),
            new(10, Phase.Bids, 500, 14.9), new(10.1, Phase.Bids, 500, 15.1), new(11, Phase.Bids, 600, 15.4),
            new(12, Phase.After, 550, 15.5),
        ];

        var load = ServerLoad.Of(samples);

        Assert.Equal((110, 310, 700, 550), (load.BytesBefore, load.BytesIdle, load.BytesPeak, load.BytesAfter));
        Assert.Equal(0.1, load.CoresIdle, 0.001);
        Assert.Equal(1.0, load.CoresBids, 0.001);
        Assert.Equal(1.5, load.CoresPeak, 0.001);
        Assert.Equal(20, load.PerWatcher(load.BytesIdle, 10));
    }

    [Theory]
    [InlineData("Max open files            1024                 20000                files", 20_000)]
    [InlineData("Max open files            1024                 unlimited            files", long.MaxValue)]
    [InlineData("Max processes             1024                 1024                 processes", long.MaxValue)]
    public void The_hard_limit_of_open_files_is_read(string line, long most) =>
        Assert.Equal(most, FileLimit.MostOf(["Limit  Soft Limit  Hard Limit  Units", line]));

    [Fact]
    public void Too_low_a_limit_says_what_to_raise_to_what()
    {
        Assert.Contains("ulimit -Hn 11000", FileLimit.TooLow(10_000).Message);
        Assert.Throws<MeasurementException>(() => FileLimit.Require(int.MaxValue - FileLimit.Others));
    }
}
