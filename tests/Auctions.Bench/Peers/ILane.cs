using System.Reflection;
using Auctions.Bench.Measuring;

namespace Auctions.Bench.Peers;

/// <summary>One connection of a peer: it takes one bid at a time.</summary>
internal interface ILane : IAsyncDisposable
{
    ValueTask<Outcome> BidAsync(Guid auction, long amount, Guid bidder, Guid key);
}

/// <summary>The statements that lie beside the peers.</summary>
internal static class PeerSql
{
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return new StreamReader(stream).ReadToEnd();
    }
}
