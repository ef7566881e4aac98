using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Simulation.Histories;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>
/// I5: what bidders get back for a fault. The auction ends at 60; an outage gives at least 10 seconds, an unclean
/// handover in the last 5 seconds gives 4.
/// </summary>
public sealed class TimeBackTests
{
    [Theory]
    [InlineData(55, 63, 73)]
    [InlineData(40, 63, 86)]
    [InlineData(60, 61, 71)]
    public void An_outage_over_the_end_gives_its_length_from_its_end_and_ten_seconds_at_least(
        double from, double to, double end) => Verdict.IsGood(Extended(from, to, at: to, end));

    [Theory]
    [InlineData(72.9)]
    [InlineData(73.1)]
    public void I5_an_outage_that_gives_more_or_less(double end) => Verdict.Is(Extended(55, 63, at: 63, end), "I5");

    [Theory]
    [InlineData(30, 59)]
    [InlineData(61, 62)]
    public void I5_an_outage_beside_the_end_that_gives_time(double from, double to) =>
        Verdict.Is(Extended(from, to, at: 63, end: 73), "I5");

    [Fact]
    public void I5_time_back_for_no_outage_at_all() => Verdict.Is(
        Over().Tell(63, Moved(63, 73, ExtensionCause.Outage)).Hammer(73.5), "I5");

    [Theory]
    [InlineData(58, 64, "")]
    [InlineData(55, 64, "")]
    [InlineData(61, 65, "")]
    [InlineData(58, 64.1, "I5")]
    [InlineData(58, 63.9, "I5")]
    [InlineData(54.9, 64, "I5")]
    public void I5_an_unclean_handover_gives_its_time_only_near_the_end(double at, double end, string label) =>
        Verdict.Is(
            Over().Tell(at, Moved(at, end, ExtensionCause.UncleanHandover)).Hammer(end + 0.5),
            label.Length > 0 ? [label] : []);

    [Theory]
    [InlineData(60.3, 0, "I5")]
    [InlineData(60.3, 0.1, "I5")]
    [InlineData(60.3, 0.25, "")]
    [InlineData(61, 0, "")]
    [InlineData(59.9, 0, "")]
    public void I5_a_hammer_after_an_outage_over_the_end_and_nobody_got_time_back(
        double to, double clockTolerance, string label) => Verdict.Is(
        Over(clockTolerance, new Outage(Tale.Time(55), Tale.Time(to))).Hammer(60.5),
        label.Length > 0 ? [label] : []);

    private static Tale Extended(double from, double to, double at, double end) =>
        Over(outages: new Outage(Tale.Time(from), Tale.Time(to)))
            .Tell(at, Moved(at, end, ExtensionCause.Outage))
            .Hammer(end + 0.5);

    private static Tale Over(double clockTolerance = 0, params Outage[] outages) => new Tale
    {
        ClockTolerance = clockTolerance,
        TimeBack = new TimeBack(outages, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(4)),
    }
        .Create()
        .Bid(1, 15_00, at: 10, price: 10_00);

    private static EndExtended Moved(double at, double end, ExtensionCause cause) =>
        new(Tale.Time(at), Tale.Time(end), cause, PersonId.None);
}
