using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auctions.Core;
using Auctions.Storage.Slots;

namespace Auctions.Chaos.Storms;

/// <summary>Puts up the auctions of a storm, before it begins.</summary>
internal sealed class Seller(Api api, Names names, int shards)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Whole seconds, long ago: bidding is open at once.
    private static readonly DateTimeOffset Opens = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FarEnd = new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero);
    private static readonly IncrementTable Ones = IncrementTable.Of([new IncrementStep(1, 1)]);

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly SlotMap _slots = SlotMap.Assign([.. Enumerable.Repeat(1.0, shards)]);

    /// <summary>Auctions with a far end on every shard, and some that end one after another.</summary>
    public async Task<IReadOnlyList<Lot>> PutUpAsync(StormPlan plan, CancellationToken cancellation)
    {
        var lots = new List<Lot>();
        var found = new int[shards];
        while (found.Min() < plan.LotsPerShard)
        {
            // Where an auction lies follows from its id, which is the engine's choice.
            var made = await Task.WhenAll(Enumerable.Range(lots.Count, AtOnce).Select(
                number => PutUpAsync(number, FarEnd, softClose: null, cancellation)));
            lots.AddRange(made);
            Array.ForEach(made, lot => found[lot.Shard]++);
        }

        var first = DateTimeOffset.UtcNow + plan.FirstEnd;
        foreach (var numbers in Enumerable.Range(0, plan.EndingLots).Chunk(AtOnce))
        {
            lots.AddRange(await Task.WhenAll(numbers.Select((number, at) => PutUpEndingAsync(
                lots.Count + at, number, first + (number * plan.BetweenEnds), plan.FirstEnd, cancellation))));
        }

        return lots;
    }

    // Both modes, bounded, so that it ends although bids never do.
    private static SoftClose SoftCloseFor(int number, DateTimeOffset closesAt)
    {
        var second = TimeSpan.FromSeconds(1);
        return number % 2 == 0
            ? new SoftClose(second, second, ExtensionMode.FromEnd, ExtensionsMax: 2, HardEnd: null)
            : new SoftClose(second, second, ExtensionMode.FromNow, ExtensionsMax: null, closesAt + (2 * second));
    }

    // Where the server stood still until the end had come, there is no auction, and another one ends later.
    private async Task<Lot> PutUpEndingAsync(
        int lot, int number, DateTimeOffset end, TimeSpan later, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await PutUpAsync(
                    lot, end, number % 3 == 2 ? SoftCloseFor(number, end) : null, cancellation);
            }
            catch (ChaosException) when (DateTimeOffset.UtcNow >= end && later < Patience)
            {
                (end, later) = (DateTimeOffset.UtcNow + later, 2 * later);
            }
        }
    }

    private async Task<Lot> PutUpAsync(
        int number, DateTimeOffset closesAt, SoftClose? softClose, CancellationToken cancellation)
    {
        var terms = new AuctionTerms(
            names.IdOf(Names.Seller),
            $"Lot {number}",
            "USD",
            AuctionFormat.English,
            OpeningPrice: 100,
            Ones,
            Reserve: null,
            BuyItNow: null,
            Opens,
            closesAt,
            softClose);
        var reply = await CreateAsync($"lot-{number}-{closesAt.UtcTicks}", Write(terms), cancellation);
        using var json = JsonDocument.Parse(reply.Body);
        var id = new AuctionId(json.RootElement.GetProperty("id").GetGuid());
        return _slots.TryGetShard(id, out var shard)
            ? new Lot(number, id, shard, terms)
            : throw new ChaosException($"No shard has auction {id}.");
    }

    // Who is told to come again does, with the same key.
    private async Task<Reply> CreateAsync(string key, byte[] body, CancellationToken cancellation)
    {
        var asked = Stopwatch.StartNew();
        while (true)
        {
            var reply = await api.SendAsync(
                HttpMethod.Post, "/v1/auctions", Names.Seller, key, body, cancellation);
            if (reply is { Status: 201 })
            {
                return reply;
            }

            if (reply is { Status: not 503 } || asked.Elapsed > Patience)
            {
                throw new ChaosException(
                    $"The server makes no auction: {(reply is null ? "no answer" : Answers.TextOf(reply))}");
            }
        }
    }

    private static byte[] Write(AuctionTerms terms) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            terms.Title,
            terms.Currency,
            Format = "english",
            terms.OpeningPrice,
            Increments = terms.Increments.Steps.Select(step => new { step.From, step.Step }),
            OpensAt = terms.OpensAt.UtcDateTime,
            ClosesAt = terms.ClosesAt.UtcDateTime,
            SoftClose = terms.SoftClose is not { } soft ? null : new
            {
                WindowSeconds = (int)soft.Window.TotalSeconds,
                ExtensionSeconds = (int)soft.Extension.TotalSeconds,
                Mode = soft.Mode == ExtensionMode.FromEnd ? "from-end" : "from-now",
                MaxExtensions = soft.ExtensionsMax,
                HardEnd = soft.HardEnd?.UtcDateTime,
            },
        },
        Web);
}
