namespace Auctions.Cli.Demo.Lots;

/// <summary>A thing to sell.</summary>
/// <param name="Title">As it is listed.</param>
/// <param name="Currency">USD, EUR, GBP or JPY.</param>
/// <param name="Estimate">What it should fetch, in minor units.</param>
internal sealed record CatalogueItem(string Title, string Currency, long Estimate);
