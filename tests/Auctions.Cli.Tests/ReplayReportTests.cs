using Auctions.Cli.Replay;

namespace Auctions.Cli.Tests;

/// <summary>The lines and the JSON object that others parse.</summary>
public class ReplayReportTests
{
    private static readonly ReplayReport Report = new(
        "1f2e",
        [
            new AuctionOutcome("a", 1_000_000, 999_990, Recorded: 1, Hammer: 1),
            new AuctionOutcome("b", 5, 5, Recorded: 99, Hammer: 123_456_705),
            new AuctionOutcome("c", 1, 0, Recorded: 300, Hammer: null),
        ],
        TimeSpan.FromSeconds(400),
        new Retries(1, 20, 300));

    [Fact]
    public void Text_has_one_fact_per_line_without_digit_grouping()
    {
        Assert.Equal(
            """
            auctions 3
            bids 1000006: 999995 accepted, 11 refused
            exact 1 of 3
            bids/s 2500.0
            retries 321: 1 after 429, 20 after 503, 300 after a lost connection
            b recorded 0.99 hammer 1234567.05
            c recorded 3.00 hammer none

            """,
            Written(ReplayReportWriter.WriteText, Report));
    }

    [Fact]
    public void Retries_are_left_out_when_there_were_none()
    {
        var text = Written(ReplayReportWriter.WriteText, Report with { Retries = default });

        Assert.DoesNotContain("retries", text);
    }

    [Fact]
    public void Json_is_one_line_with_the_same_facts_and_money_in_minor_units()
    {
        Assert.Equal(
            """
            {"run":"1f2e","auctions":3,"bids":1000006,"accepted":999995,"refused":11,"exact":1,
            "seconds":400,"bidsPerSecond":2500,
            "retries":{"tooManyRequests":1,"unavailable":20,"connectionsLost":300},
            "mismatches":[{"auctionid":"b","recorded":99,"hammer":123456705},
            {"auctionid":"c","recorded":300,"hammer":null}]}
            """.ReplaceLineEndings("") + "\n",
            Written(ReplayReportWriter.WriteJson, Report));
    }

    [Fact]
    public void A_run_that_took_no_time_has_no_rate()
    {
        Assert.Contains("bids/s 0.0\n", Written(ReplayReportWriter.WriteText, Report with { Elapsed = default }));
    }

    private static string Written(Action<ReplayReport, TextWriter> write, ReplayReport report)
    {
        using var text = new StringWriter { NewLine = "\n" };
        write(report, text);
        return text.ToString();
    }
}
