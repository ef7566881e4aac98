using System.Collections.Concurrent;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Owners that race: the fence holds whatever the order of arrival.</summary>
public abstract partial class JournalContract
{
    private const int RacedAppends = 3_000;
    private const int RacedAppendsMax = 100_000;
    private const int MeetingsMin = 11;

    [Fact]
    public async Task Two_activations_that_steal_from_each_other_lose_nothing_and_write_nothing_twice()
    {
        var id = (await StartAuctionAsync()).Id;
        var acknowledged = new ConcurrentQueue<Segment>();
        var appends = new Counter();
        var fenced = 0;

        // A journal that answers at once is through with its appends before the other is awake: so until they met.
        bool GoesOn() => appends.Count < RacedAppends ||
            (Volatile.Read(ref fenced) < MeetingsMin && appends.Count < RacedAppendsMax);

        async Task CompeteAsync(int seed)
        {
            var random = new Random(seed);
            while (GoesOn())
            {
                var me = await Activation.OpenAsync(Journal, id, create: false);
                var status = AppendStatus.Written;
                while (status == AppendStatus.Written && GoesOn())
                {
                    var segment = me.Bid(random.Next(1, 4));
                    status = await me.SendAsync(Journal, segment);
                    appends.Increment();
                    if (status == AppendStatus.Written)
                    {
                        acknowledged.Enqueue(segment);
                    }
                }

                // Who was fenced waits until the other got on a little, or both would only ever steal.
                Assert.True(status is AppendStatus.Written or AppendStatus.Fenced, $"{status}");
                Interlocked.Add(ref fenced, status == AppendStatus.Fenced ? 1 : 0);
                await appends.ReachesAsync(Math.Min(appends.Count + random.Next(0, 60), RacedAppends));
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
        Assert.True(fenced >= MeetingsMin, $"They hardly met: {fenced} of {appends.Count} appends were fenced.");
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
            var append = Task.Run(() => owner.SendAsync(Journal, segment));
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
            var acknowledged = new Counter();
            var run = Task.Run(async () =>
            {
                var segment = owner.Bid();
                while (await owner.SendAsync(Journal, segment) == AppendStatus.Written)
                {
                    acknowledged.Increment();
                    segment = owner.Bid();
                }
            });
            await acknowledged.ReachesAsync(3);
            var next = await Activation.OpenAsync(Journal, owner.Id);
            await run;
            Assert.Equal(acknowledged.Count, next.Sequence - 1);
        }
    }

    private static int Events(Segment segment) => (int)(segment.LastSequence - segment.FirstSequence + 1);
}
