using Auctions.Bench.Subjects;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Measuring;

namespace Auctions.Bench.Soaking;

/// <summary>
/// Places at each of which an auction is open. Once it has had its bids a new one takes the place, and the old one is
/// closed by an operator, or left alone until it leaves memory: in turns.
/// </summary>
internal sealed class SoakAuctions
{
    private readonly IAuctions _engine;
    private readonly int _bidsEach;
    private readonly LiveAuction[] _live;
    private readonly List<AuctionId> _all;
    private readonly Lock _adding = new();

    private SoakAuctions(IAuctions engine, AuctionId[] first, int bidsEach)
    {
        _engine = engine;
        _bidsEach = bidsEach;
        _all = [.. first];

        // The first ones end one after the other, so that later ones do not all end at once.
        _live = [.. first.Select((id, place) =>
            new LiveAuction(place, id, Math.Max(1, (int)((long)bidsEach * (place + 1) / first.Length))))];
    }

    /// <summary>Every auction there was, in the order of their numbers.</summary>
    public AuctionId[] All
    {
        get
        {
            lock (_adding)
            {
                return [.. _all];
            }
        }
    }

    public int Places => _live.Length;

    public static async Task<SoakAuctions> OpenAsync(
        IAuctions engine, int places, int bidsEach, CancellationToken cancellation) =>
        new(engine, await BenchEngine.CreateAsync(engine, places, cancellation), bidsEach);

    /// <summary>
    /// The auction at a place and the amount to bid on it; null: it has had its bids, and a new one is there by now.
    /// </summary>
    public async ValueTask<(LiveAuction Auction, long Amount)?> TakeAsync(int place)
    {
        var auction = Volatile.Read(ref _live[place]);
        var amount = auction.Next();
        if (amount <= auction.BidsMax)
        {
            return (auction, amount);
        }

        if (amount == auction.BidsMax + 1)
        {
            await ReplaceAsync(place, auction);
        }

        await auction.Replaced;
        return null;
    }

    private async Task ReplaceAsync(int place, LiveAuction old)
    {
        try
        {
            var id = (await BenchEngine.CreateAsync(_engine, 1, CancellationToken.None))[0];
            Volatile.Write(ref _live[place], new LiveAuction(Add(id), id, _bidsEach));
            old.Replace();
        }
        catch (Exception failed)
        {
            old.FailToReplace(failed);
            return;
        }

        if (old.Number % 2 == 0)
        {
            await _engine.SubmitAsync(old.Id, new CloseNow(Bids.Seller), CancellationToken.None);
        }
    }

    private int Add(AuctionId id)
    {
        lock (_adding)
        {
            _all.Add(id);
            return _all.Count - 1;
        }
    }
}

/// <summary>An auction that takes bids.</summary>
internal sealed class LiveAuction(int number, AuctionId id, int bidsMax)
{
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _amount;

    /// <summary>Its number among all there were, from 0.</summary>
    public int Number => number;

    public AuctionId Id => id;

    /// <summary>After so many bids another one takes its place.</summary>
    public int BidsMax => bidsMax;

    /// <summary>Completes when another one has its place.</summary>
    public Task Replaced => _replaced.Task;

    public long Next() => Interlocked.Increment(ref _amount);

    public void Replace() => _replaced.TrySetResult();

    public void FailToReplace(Exception failure) => _replaced.TrySetException(failure);
}
