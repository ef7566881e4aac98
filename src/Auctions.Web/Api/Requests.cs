namespace Auctions.Web.Api;

/// <summary>Body of a bid.</summary>
/// <param name="Amount">The maximum, in minor units.</param>
public sealed record BidRequest(long Amount);

/// <summary>Body of a new auction. Money in minor units.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Format"><c>english</c>.</param>
/// <param name="OpeningPrice">Price of the first accepted bid.</param>
/// <param name="Increments"><c>"ebay-us"</c>, <c>"trade-me"</c> or rows <c>{"from": 1, "step": 5}</c>.</param>
/// <param name="Reserve">Hidden; absent: none.</param>
/// <param name="BuyItNow">At least 130 % of the opening price; absent: none.</param>
/// <param name="OpensAt">Absent: now.</param>
/// <param name="ClosesAt">The end.</param>
/// <param name="SoftClose">Absent: hard close.</param>
public sealed record CreateRequest(
    string Title,
    string Currency,
    string Format,
    long OpeningPrice,
    object Increments,
    long? Reserve,
    long? BuyItNow,
    DateTimeOffset? OpensAt,
    DateTimeOffset ClosesAt,
    SoftCloseRequest? SoftClose);

/// <summary>A soft close.</summary>
/// <param name="WindowSeconds">How long before the end a bid moves it.</param>
/// <param name="ExtensionSeconds">By how much.</param>
/// <param name="Mode"><c>from-now</c> or <c>from-end</c>.</param>
/// <param name="MaxExtensions">Bounds <c>from-end</c>.</param>
/// <param name="HardEnd">Bounds both.</param>
public sealed record SoftCloseRequest(
    int WindowSeconds, int ExtensionSeconds, string Mode, int? MaxExtensions, DateTimeOffset? HardEnd);

/// <summary>Body of a withdrawal.</summary>
/// <param name="Reason">1 to 500 characters, kept in the journal.</param>
public sealed record CancelRequest(string Reason);

/// <summary>Body of an extension.</summary>
/// <param name="ClosesAt">The new end, later than the one in force.</param>
public sealed record ExtendRequest(DateTimeOffset ClosesAt);

/// <summary>Body of a lower reserve.</summary>
/// <param name="Amount">In minor units; 0 drops it.</param>
public sealed record ReserveRequest(long Amount);
