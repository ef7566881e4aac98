using System.Diagnostics.Metrics;
using Auctions.Core;

namespace Auctions.Engine.Tests;

/// <summary>How late hammers fall is measured.</summary>
public sealed class LatenessTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task A_closing_that_comes_in_time_is_hardly_late() =>
        Assert.InRange(await LatenessOfAsync(TimeSpan.Zero), 0, 2);

    [Fact]
    public async Task A_closing_that_waited_for_a_process_is_as_late_as_that() =>
        Assert.InRange(await LatenessOfAsync(TimeSpan.FromSeconds(4)), 3, 8);

    [Fact]
    public async Task A_lot_that_is_withdrawn_is_never_late()
    {
        await using var house = await House.OpenAsync();
        var measured = new List<double>();
        using var listener = Listen(house, measured);
        var id = await house.CreateAsync(Given.Terms(length: Length));
        await house.PassUntil(house.DoAsync(id, new Withdraw(Given.Operator, AsOperator: true, "broken")));
        await house.PassAsync(Length);
        Assert.Empty(measured);
    }

    private static async Task<double> LatenessOfAsync(TimeSpan gone)
    {
        await using var first = await House.OpenAsync(options => options.OutageMinSeconds = 60);
        var id = await first.CreateAsync(Given.Terms(length: Length));
        await first.StopAsync();
        if (gone > TimeSpan.Zero)
        {
            first.Time.Advance(Length + Given.Drain + gone);
        }

        var measured = new List<double>();
        await using var second = await first.OpenAnotherAsync(options => options.OutageMinSeconds = 60);
        using var listener = Listen(second, measured);
        await second.PassUntil(() => second.Stored(id).IsFinal && measured.Count > 0);
        return Assert.Single(measured);
    }

    private static MeterListener Listen(House house, List<double> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "auction.close.lateness" && instrument.Meter.Scope == house.Auctions.Process)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => measured.Add(value));
        listener.Start();
        return listener;
    }
}
