using System.Text;
using Auctions.Cli.Replay;

namespace Auctions.Cli.Tests.Support;

/// <summary>Small files of bids.</summary>
internal static class Csv
{
    public const string Header = "auctionid,bid,bidtime,bidder,bidderrate,openbid,price,item,auction_type";

    /// <summary>Three auctions: 7 bids, of which 5 are accepted; the hammer equals the recorded price in two.</summary>
    public static readonly string Three = Of(
        "a1,175,0.5,anna,0,99,177.5,Watch,3 day auction",
        "a1,100,0.6,bert,0,99,177.5,Watch,3 day auction",
        "a1,177.50,0.7,carl,0,99,177.5,Watch,3 day auction",
        "a1,100,0.8,dora,0,99,177.5,Watch,3 day auction",
        "b2,20,0.1,anna,0,10,10,Palm Pilot,7 day auction",
        "b2,15,0.2,anna,0,10,10,Palm Pilot,7 day auction",
        "c3,5.00,0.3,emil,0,0.99,3.25,Palm Pilot,7 day auction");

    public static string Of(params string[] rows) => string.Join('\n', [Header, .. rows]) + "\n";

    public static BidFile Read(string text) => BidFile.Read("bids.csv", Encoding.UTF8.GetBytes(text));

    /// <summary>A file with this text, gone when disposed.</summary>
    public static TemporaryFile Save(string text) => new(text);
}

/// <summary>A file of the test's own.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string text)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"auctions-cli-{Guid.NewGuid():N}.csv");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
