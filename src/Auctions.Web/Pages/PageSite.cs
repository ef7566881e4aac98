namespace Auctions.Web.Pages;

/// <summary>What pages have to know of the site they are on.</summary>
/// <param name="Identity">
/// "development": a name box stands for a log-in; "cookie": the embedding site set one, or nobody is logged in.
/// </param>
/// <param name="LogInUrl">Where one logs in; null: the site does not say.</param>
public sealed record PageSite(string Identity, string? LogInUrl);
