namespace Auctions.Scenarios.Support;

/// <summary>Servers that come to trust an authority.</summary>
public static class Trust
{
    /// <summary>
    /// Waits until a server that trusts an authority knows its keys. It asks for them at the first token, not for long,
    /// and until they are there no token counts.
    /// </summary>
    public static Task UntilTrustedAsync(this TokenAuthority tokens, Api api) => Eventually.IsAsync(
        () => api.GetAsync("/v1/users/me/bids", tokens.Bearer("first", "bid")), reply => reply.Status == 200,
        4 * Eventually.Deadline);
}
