using System.Text;

namespace Auctions.Measuring.Http;

/// <summary>
/// How a server is told who calls: by a bearer token each, or in development by the header <c>X-User</c>.
/// </summary>
internal sealed class HttpCallers
{
    /// <summary>Who sells every lot.</summary>
    public const string SellerName = "bench-seller";

    private HttpCallers(string header, Func<string, string> valueOf)
    {
        Header = header;
        SellerValue = valueOf(SellerName);
        BidderLines =
        [
            .. Enumerable.Range(0, Bids.Bidders)
                .Select(bidder => Encoding.ASCII.GetBytes($"{header}: {valueOf(NameOf(bidder))}\r\n")),
        ];
    }

    /// <summary>The header that says it.</summary>
    public string Header { get; }

    /// <summary>What it says of the seller.</summary>
    public string SellerValue { get; }

    /// <summary>The whole line of each bidder.</summary>
    public IReadOnlyList<byte[]> BidderLines { get; }

    /// <summary>What a bidder is called.</summary>
    public static string NameOf(int bidder) => $"bidder-{bidder}";

    /// <summary>Everybody is called by name.</summary>
    public static HttpCallers ByName() => new("X-User", name => name);

    /// <summary>Everybody shows a token.</summary>
    /// <param name="tokenOf">The token of a name.</param>
    public static HttpCallers ByToken(Func<string, string> tokenOf) =>
        new("Authorization", name => $"Bearer {tokenOf(name)}");
}
