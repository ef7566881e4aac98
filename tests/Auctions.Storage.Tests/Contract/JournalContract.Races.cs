using System.Collections.Concurrent;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Owners that race: the fence holds whatever the order of arrival.</summary>
public abstract partial class JournalContract
{
    private const int RacedAppends = 3_000;

    [Fact]
    public async Task Two_activations_that_steal_from_each_other_lose_nothing_and_write_nothing_twice()
    {
        var id = (await StartAuctionAsync()).Id;
        var acknowledged = new ConcurrentQueue<Segment>();
        int appends = 0, fenced = 0;

        async Task CompeteAsync(int seed)
        {
            var random = new Random(seed);
            while (Volatile.Read(ref appends) < RacedAppends)
            {
                var me = await Activation.OpenAsync(Journal, id, create: false);
                var status = AppendStatus.Written;
                while (status == AppendStatus.Written && Volatile.Read(ref appends) < RacedAppends)
                {
                    var segment = me.Bid(random.Next(1, 4));
                    status = await me.AppendAsync(Journal, segment);
                    Interlocked.Increment(ref appends);
                    if (status == AppendStatus.Written)
                    {
                        acknowledged.Enqueue(segment);
                    }
                }

                fenced += status == AppendStatus.Fenced ? 1 : 0;
                Assert.True(status is AppendStatus.Written or AppendStatus.Fenced, $"{status}");
                await LetOtherGoFirstAsync(random, () => Volatile.Read(ref appends));
            }
        }

        await Task.WhenAll(Task.Run(() => CompeteAsync(1)), Task.Run(() => CompeteAsync(2)));

        var stream = (await Journal.ReadAsync(id))!;
        var written = acknowledged.OrderBy(segment => segment.FirstSequence).ToList();
        Assert.Equal(
            written.Select(segment => (segment.FirstSequence, segment.LastSequence, segment.Claim.Epoch)),
            stream.Segments.Skip(1).Select(segment => (segment.FirstSequence, segment.LastSequence, segment.Epoch)));
        Assert.All(written.Zip(stream.Segments.Skip(1)), pair =>
            Assert.True(pair.First.Payload.Span.SequenceEqual(pair.Second.Payload)));
        var epochs = stream.Segments.Select(segment => segment.Epoch).ToList();
        Assert.Equal(epochs.Order(), epochs);
        Assert.Equal(written.Sum(Events), (await Journal.BidsAsync(id)).Count);
        Assert.True(fenced > 10, $"They hardly met: {fenced} of {appends} appends were fenced.");
    }

    [Fact]
    public async Task An_open_that_races_an_append_returns_it_or_fences_it()
    {
        var id = (await StartAuctionAsync()).Id;
        int written = 0, fenced = 0;
        var owner = await Activation.OpenAsync(Journal, id);
        for (var round = 0; round < 400; round++)
        {
            var segment = owner.Bid();
            var append = Task.Run(() => owner.AppendAsync(Journal, segment));
            var open = Task.Run(() => Activation.OpenAsync(Journal, id));
            var (status, next) = (await append, await open);
            Assert.Equal(
                status == AppendStatus.Written ? segment.LastSequence : segment.FirstSequence - 1,
                next.Sequence);
            written += status == AppendStatus.Written ? 1 : 0;
            fenced += status == AppendStatus.Fenced ? 1 : 0;
            owner = next;
        }

        Assert.Equal(400, written + fenced);
        Assert.Equal(written, (await Journal.BidsAsync(id)).Count);
    }

    [Fact]
    public async Task An_open_during_a_run_of_appends_returns_all_that_was_acknowledged()
    {
        for (var round = 0; round < 40; round++)
        {
            var owner = await StartAuctionAsync();
            var acknowledged = 0L;
            var run = Task.Run(async () =>
            {
                var segment = owner.Bid();
                while (await owner.AppendAsync(Journal, segment) == AppendStatus.Written)
                {
                    Volatile.Write(ref acknowledged, segment.LastSequence);
                    segment = owner.Bid();
                }
            });
            SpinWait.SpinUntil(() => Volatile.Read(ref acknowledged) >= 3, TimeSpan.FromSeconds(10));
            var next = await Activation.OpenAsync(Journal, owner.Id);
            await run;
            Assert.Equal(acknowledged, next.Sequence);
        }
    }

    private static int Events(Segment segment) => (int)(segment.LastSequence - segment.FirstSequence + 1);

    // Who was fenced mostly waits until the other got on, or both would only ever steal.
    private static async Task LetOtherGoFirstAsync(Random random, Func<int> appends)
    {
        var patience = random.Next(0, 40);
        var before = appends();
        for (var turn = 0; turn < 20_000 && appends() < before + patience; turn++)
        {
            await Task.Yield();
        }
    }
}
