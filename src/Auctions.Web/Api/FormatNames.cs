using Auctions.Core;

namespace Auctions.Web.Api;

/// <summary>The public names of formats.</summary>
internal static class FormatNames
{
    public static string Of(AuctionFormat format) => format switch
    {
        AuctionFormat.English => "english",
    };

    public static AuctionFormat? Parse(string name) => name == "english" ? AuctionFormat.English : null;
}
