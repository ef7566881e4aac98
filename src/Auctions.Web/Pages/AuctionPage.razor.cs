using Auctions.Web.Api;
using Microsoft.AspNetCore.Components;

namespace Auctions.Web.Pages;

/// <summary>The page of one auction as of now.</summary>
public sealed partial class AuctionPage
{
    [Parameter]
    public required PageSite Site { get; set; }

    /// <summary>The public view; null: there is none to show.</summary>
    [Parameter]
    public ViewBody? Auction { get; set; }

    /// <summary>The newest public bids, newest first; null: they are not known now.</summary>
    [Parameter]
    public IReadOnlyList<HistoryItem>? Bids { get; set; }

    /// <summary>Why there is nothing to show.</summary>
    [Parameter]
    public string? Problem { get; set; }

    /// <summary>Whether there is no such auction, so that asking again is of no use.</summary>
    [Parameter]
    public bool IsUnknown { get; set; }

    /// <summary>The server's time.</summary>
    [Parameter]
    public DateTime Now { get; set; }

    private bool IsFinal => Auction?.Status is "sold" or "unsold" or "cancelled";

    private string Status => Auction is null ? "" : PageText.StatusOf(Auction);

    private string PriceText =>
        Auction is null ? "" : PageText.Money(Auction.Price ?? Auction.MinimumBid, Auction.Currency);

    private string PriceLabel =>
        Status == "sold" ? "Hammer price"
        : IsFinal ? "Last price"
        : Auction?.Price is null ? "Opening price"
        : "Current price";

    private string? Summary => Auction is null ? null : $"{PriceLabel} {PriceText}. {TimeNote}.";

    private string TimeLabel => IsFinal ? "Result" : Status == "upcoming" ? "Opens" : "Ends";

    private string TimeText => Auction is null ? ""
        : IsFinal || Status is "paused" or "closing" ? PageText.StatusName(Status)
        : PageText.ClockTime(Status == "upcoming" ? Auction.OpensAt : Auction.ClosesAt);

    private string TimeNote => Auction is null ? "" : Status switch
    {
        "upcoming" => $"Opens {PageText.Time(Auction.OpensAt)}",
        "paused" => "The clock is stopped; the end moves by the length of the pause",
        "closing" => "Bidding is over; the last bids are being counted",
        "sold" => $"To {Auction.Leader}, {PageText.Time(Auction.ClosesAt)}",
        "unsold" => $"Ended {PageText.Time(Auction.ClosesAt)}",
        "cancelled" => $"Withdrawn {PageText.Time(Auction.ClosesAt)}",
        "extended" => $"Now ends {PageText.Time(Auction.ClosesAt)}",
        _ => $"Ends {PageText.Time(Auction.ClosesAt)}",
    };

    private IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            if (Auction is null)
            {
                yield break;
            }

            if (!IsFinal)
            {
                yield return ("Minimum bid", PageText.Money(Auction.MinimumBid, Auction.Currency));
            }

            var leading = Status == "sold" ? "Buyer" : IsFinal ? "Highest bidder" : "Leading";
            var met = Auction.BidCount == 0 ? "No reserve" : "Met or none";
            yield return (leading, Auction.Leader ?? "Nobody");
            yield return ("Reserve", Auction.ReserveMet ? met : "Not met");
            if (Auction.BuyItNow is { } buyItNow)
            {
                yield return ("Buy it now", PageText.Money(buyItNow, Auction.Currency));
            }

            if (Auction.Extensions > 0)
            {
                yield return ("Extended", Auction.Extensions == 1 ? "1 time" : $"{Auction.Extensions} times");
            }
        }
    }
}
