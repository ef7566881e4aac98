using System.Collections.Concurrent;
using System.Globalization;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>Two processes that both take themselves for an auction's owner.</summary>
[Collection(nameof(Deadlines))]
[Trait("Category", "Long")]
public sealed class TwoWritersTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    // Enough for the suite; AUCTIONS_RACED_APPENDS=10000 is the long run.
    private static readonly int AppendsEach = int.Parse(
        Environment.GetEnvironmentVariable("AUCTIONS_RACED_APPENDS") ?? "2000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_nothing_is_there_twice_and_the_loser_is_told()
    {
        await using var one = new JournalOn(database.Connection);
        await using var other = new JournalOn(database.Connection);
        var id = (await one.StartAuctionAsync()).Id;
        Writer[] writers = [new(one.Journal, id, 1), new(other.Journal, id, 2)];
        writers[0].Rival = writers[1];
        writers[1].Rival = writers[0];
        await Task.WhenAll(writers.Select(writer => Task.Run(writer.RunAsync)));

        var stream = (await one.Journal.ReadAsync(id))!;
        var written = writers.SelectMany(writer => writer.Acknowledged)
            .OrderBy(segment => segment.FirstSequence).ToList();
        var stored = stream.Segments.Skip(2).ToList();
        Assert.Equal(
            written.Select(segment => (segment.FirstSequence, segment.LastSequence, segment.Claim.Epoch)),
            stored.Select(segment => (segment.FirstSequence, segment.LastSequence, segment.Epoch)));
        Assert.All(written.Zip(stored), pair =>
            Assert.True(pair.First.Payload.Span.SequenceEqual(pair.Second.Payload)));
        var epochs = stored.ConvertAll(segment => segment.Epoch);
        Assert.Equal(epochs.Order(), epochs);

        // The fold fails where the chain has a hole, and where an event does not follow from those before it.
        Assert.Equal(
            1 + written.Sum(segment => segment.LastSequence - segment.FirstSequence + 1),
            (await one.Journal.BidsAsync(id)).Count);
        Assert.All(writers, writer => Assert.True(writer.Fenced >= AppendsEach / 100, $"{writer.Fenced} fenced."));
        Assert.All(writers, writer => Assert.Equal(AppendsEach, writer.Sent));
    }

    /// <summary>Opens, writes until fenced, and steals the auction back after a few appends of its rival.</summary>
    private sealed class Writer(IJournal journal, AuctionId id, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Counter _sent = new();
        private volatile bool _isDone;

        public Writer? Rival { get; set; }

        public ConcurrentQueue<Segment> Acknowledged { get; } = [];

        public int Fenced { get; private set; }

        public int Sent => _sent.Count;

        public async Task RunAsync()
        {
            while (Sent < AppendsEach)
            {
                var me = await Activation.OpenAsync(journal, id, create: false);
                var status = AppendStatus.Written;
                while (status == AppendStatus.Written && Sent < AppendsEach)
                {
                    var segment = me.Bid(_random.Next(1, 3));
                    status = await me.SendAsync(journal, segment);
                    _sent.Increment();
                    if (status == AppendStatus.Written)
                    {
                        Acknowledged.Enqueue(segment);
                    }
                }

                Assert.True(status is AppendStatus.Written or AppendStatus.Fenced, $"{status}");
                Fenced += status == AppendStatus.Fenced ? 1 : 0;

                // Who was fenced waits until the other got on a little, or both would only ever steal.
                var turn = Math.Min(Rival!.Sent + _random.Next(0, 60), AppendsEach);
                await Until.TrueAsync(() => Rival._isDone || Rival.Sent >= turn, "the rival gets on");
            }

            _isDone = true;
        }
    }
}
