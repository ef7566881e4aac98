using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Engine.Tests;

/// <summary>A process of a cluster on a house's journal and time; placement is the test.</summary>
internal sealed class Member : IAsyncDisposable
{
    private readonly House _house;

    private Member(House house)
    {
        _house = house;
        Journal = house.Journal.Connect();
        Auctions = new PlacedAuctions(
            Journal,
            new AuctionClock(house.Time),
            Microsoft.Extensions.Options.Options.Create(house.Options),
            due =>
            {
                Handed.Enqueue(due);
                return Task.CompletedTask;
            },
            NullLogger<PlacedAuctions>.Instance);
    }

    public MemoryJournal Journal { get; }

    public PlacedAuctions Auctions { get; }

    /// <summary>What it handed to placement because it ends soon.</summary>
    public ConcurrentQueue<DueAuction> Handed { get; } = new();

    public static async Task<Member> JoinAsync(House house)
    {
        var member = new Member(house);
        await Task.Run(() => member.Auctions.StartAsync(default));
        return member;
    }

    public Task<Answer> BidAsync(AuctionActivation auction, AuctionId id, string bidder, long amount) => auction
        .SubmitAsync(new PlaceBid(
            Given.Person(bidder), BidKey.Of(Given.Person(bidder), id, $"{bidder}-{amount}"), amount, _house.Now))
        .AsTask();

    public async ValueTask DisposeAsync()
    {
        Journal.Deliver = static call => call.Answer();
        var stopping = Auctions.StopAsync();
        await _house.PassUntil(() => stopping.IsCompleted);
        await Auctions.DisposeAsync();
    }
}
