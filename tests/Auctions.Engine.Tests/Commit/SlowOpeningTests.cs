using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>A shard that does not answer costs those who wait for it one deadline, however many they are.</summary>
public sealed class SlowOpeningTests
{
    [Fact]
    public async Task Requests_that_wait_together_for_a_frozen_shard_are_answered_together()
    {
        await using var first = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => first.CreateAsync()));
        await first.StopAsync();
        await using var second = await first.OpenAnotherAsync();
        second.Journal.Deliver = call =>
        {
            if (call.Operation != JournalOperation.Open)
            {
                call.Answer();
            }
        };

        // The first request is on its way alone; all others wait behind it, and leave together.
        var asked = ids.Select(id => second.Auctions.ViewAsync(id, 0, default).AsTask()).ToArray();
        var started = second.Now;
        await second.PassUntil(() => asked.All(view => view.IsCompleted));

        Assert.All(asked, view => Expect.Unavailable(Unavailability.ShardUnavailable, view.Result));
        Assert.InRange(second.Now - started, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(9));

        second.Journal.Deliver = static call => call.Answer();
        foreach (var id in ids)
        {
            Assert.Equal(AuctionStatus.Open, (await second.ViewAsync(id)).Status);
        }
    }
}
