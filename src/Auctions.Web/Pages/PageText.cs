using System.Globalization;
using Auctions.Core;
using Auctions.Web.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace Auctions.Web.Pages;

/// <summary>How pages say things before a script says them in the visitor's language and time zone.</summary>
internal static class PageText
{
    /// <summary>What lists can be asked for, in the order of their links.</summary>
    public static readonly IReadOnlyList<string> ListedStatuses =
        ["open", "upcoming", "closing", "paused", "sold", "unsold", "cancelled", "all"];

    /// <summary>5250 and "USD" give "$52.50"; a missing amount gives a dash.</summary>
    public static string Money(long? minor, string currency)
    {
        if (minor is not { } amount)
        {
            return "–";
        }

        var digits = Currency.FractionDigits(currency);
        var number = (amount / Power(digits)).ToString($"N{digits}", CultureInfo.InvariantCulture);
        var symbol = currency switch
        {
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            "JPY" => "¥",
            "KRW" => "₩",
            "INR" => "₹",
            "CAD" => "CA$",
            "AUD" => "A$",
            "NZD" => "NZ$",
            _ => $"{currency}\u00a0",
        };
        return symbol + number;
    }

    /// <summary>"29 Nov 2026, 12:00:00 UTC".</summary>
    public static string Time(DateTime utc) => utc.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"12:00:00 UTC".</summary>
    public static string ClockTime(DateTime utc) => utc.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339.</summary>
    public static string Machine(DateTime utc) => utc.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The status with what soft close makes of it.</summary>
    public static string StatusOf(ViewBody view) =>
        view is { Status: "open", Extensions: > 0 } ? "extended" : view.Status;

    public static string Bids(int count) => count switch
    {
        0 => "No bids",
        1 => "1 bid",
        _ => $"{count.ToString("N0", CultureInfo.InvariantCulture)} bids",
    };

    public static string StatusName(string status) =>
        status == "closing" ? "Last bids are being counted" : Capitalised(status);

    public static string Capitalised(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>Where a list is.</summary>
    public static string ListAddress(string status, string? search, string? cursor)
    {
        var query = new Dictionary<string, string?> { ["status"] = status };
        if (search is { Length: > 0 })
        {
            query["search"] = search;
        }

        if (cursor is not null)
        {
            query["cursor"] = cursor;
        }

        return QueryHelpers.AddQueryString("/", query);
    }

    private static decimal Power(int digits) => digits switch
    {
        0 => 1,
        2 => 100,
        _ => 1000,
    };
}
