using Auctions.Core;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>A process that lost an auction to another one without having anything to write, and a deaf shard.</summary>
[Trait("Category", "Long")]
public sealed class StaleOwnerTests
{
    [Fact]
    public async Task A_process_that_believes_an_auction_paused_closes_it_once_the_shard_says_otherwise()
    {
        await using var first = await House.OpenAsync();
        var id = await first.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(20)));
        await first.PassUntil(first.DoAsync(id, new Pause(Given.Operator)));
        var second = await first.OpenAnotherAsync();
        await first.PassUntil(second.DoAsync(id, new Resume(Given.Operator)));
        second.Crash();
        await first.PassUntil(() => first.Stored(id).IsFinal);
        Assert.InRange(first.Now, Given.Start.AddSeconds(20), Given.Start.AddSeconds(100));
    }

    [Fact]
    public async Task A_process_that_waits_in_vain_for_the_sweeps_answer_asks_again()
    {
        await using var first = await House.OpenAsync();
        var id = await first.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(10)));
        await first.StopAsync();
        await using var second = await first.OpenAnotherAsync();
        var unanswered = 0;
        second.Journal.Deliver = call =>
        {
            if (call.Operation != JournalOperation.FindDue || Interlocked.Increment(ref unanswered) > 3)
            {
                call.Answer();
            }
        };
        await second.PassUntil(() => unanswered > 3 && second.Stored(id).IsFinal);
    }
}
