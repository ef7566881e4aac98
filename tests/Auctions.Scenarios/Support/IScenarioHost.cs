namespace Auctions.Scenarios.Support;

/// <summary>
/// A running system that the suite is run on: in Development (<c>X-User</c> counts), with <see cref="Tokens"/> as its
/// authority and no rate limit.
/// </summary>
public interface IScenarioHost
{
    Uri Url { get; }

    /// <summary>Whose tokens it trusts.</summary>
    TokenAuthority Tokens { get; }

    /// <summary>Everything its processes have written to their logs so far.</summary>
    string ReadLog();
}
