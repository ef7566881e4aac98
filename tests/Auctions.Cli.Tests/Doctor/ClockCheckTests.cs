using Auctions.Cli.Doctor;

namespace Auctions.Cli.Tests.Doctor;

/// <summary>Which clocks are too far apart.</summary>
public sealed class ClockCheckTests
{
    [Fact]
    public void Clocks_that_agree_to_50_ms_are_well() => Check(("meta", -20, 1), ("shard-00", 29, 1)).AreWell();

    [Fact]
    public void Doubt_is_not_held_against_them() => Check(("meta", 0, 1), ("shard-00", 500, 470)).AreWell();

    [Fact]
    public void Shards_that_are_further_apart_are_a_fault() =>
        Check(("meta", -40, 1), ("shard-00", 0, 1), ("shard-01", 40, 1)).Worst()
            .Is(Severity.Fault, "shard-01's clock is 80.0 ms ahead of meta's", "NTP");

    [Theory]
    [InlineData(120, "120.0 ms behind shard-00's")]
    [InlineData(-120, "120.0 ms ahead of shard-00's")]
    public void A_machine_that_is_further_away_is_a_warning(int ahead, string found) =>
        Check(("shard-00", ahead, 1)).Worst().Is(Severity.Warning, found, "NTP");

    private static IEnumerable<Finding> Check(params (string Whose, int Ahead, int Uncertainty)[] clocks) =>
        ClockCheck.Of([.. clocks.Select(clock => new ClockReading(
            clock.Whose, TimeSpan.FromMilliseconds(clock.Ahead), TimeSpan.FromMilliseconds(clock.Uncertainty)))]);
}
