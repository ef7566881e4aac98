using Auctions.Core;

namespace Auctions.Chaos.Storms;

/// <summary>An auction of the storm, as its bidders know it.</summary>
/// <param name="number">Its number in the run.</param>
/// <param name="id">Its id.</param>
/// <param name="shard">The shard it lies on.</param>
/// <param name="terms">The terms that were asked for.</param>
internal sealed class Lot(int number, AuctionId id, int shard, AuctionTerms terms)
{
    /// <summary>
    /// By how much each bid is above the one before, so that one that is overtaken is accepted as well.
    /// </summary>
    private const long Rise = 100;

    private long _amount = terms.OpeningPrice;
    private long _known;

    public int Number => number;

    public AuctionId Id => id;

    public int Shard => shard;

    public AuctionTerms Terms => terms;

    /// <summary>Where it is, below the server's URL.</summary>
    public string Path { get; } = $"/v1/auctions/{id}";

    /// <summary>Whether somebody was told that it is closed.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The newest sequence that anybody was told of.</summary>
    public long Known => Volatile.Read(ref _known);

    public long NextAmount() => Interlocked.Add(ref _amount, Rise);

    public void Learn(long sequence)
    {
        var known = Known;
        while (sequence > known)
        {
            var before = Interlocked.CompareExchange(ref _known, sequence, known);
            if (before == known)
            {
                return;
            }

            known = before;
        }
    }
}
