namespace Auctions.Cli.Tests.Support;

/// <summary>A request as the fake API got it.</summary>
/// <param name="Path">With its leading slash.</param>
/// <param name="User">The header <c>X-User</c>.</param>
/// <param name="Authorization">The header of that name.</param>
/// <param name="Key">The header <c>Idempotency-Key</c>.</param>
/// <param name="Body">As text.</param>
/// <param name="Attempt">How often this path and key came, this time included.</param>
internal sealed record Received(
    string Path, string? User, string? Authorization, string? Key, string Body, int Attempt)
{
    public bool IsGet { get; init; }

    /// <summary>The parameters after the path.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    public bool IsCreate => Path == "/v1/auctions";

    public bool IsBid => !IsGet && Path.EndsWith("/bids", StringComparison.Ordinal);

    public bool IsHistory => IsGet && Path.EndsWith("/bids", StringComparison.Ordinal);

    public bool IsClose => Path.EndsWith("/close", StringComparison.Ordinal);
}

/// <summary>What the fake API does to a request instead of, or after, doing what it asks.</summary>
internal abstract record Fault
{
    /// <summary>Answers this and does nothing.</summary>
    public sealed record Says(int Status, string Code, string? RetryAfter = null, string Detail = "By the test.")
        : Fault;

    /// <summary>Answers this text, whatever it is.</summary>
    public sealed record Writes(int Status, string Body) : Fault;

    /// <summary>Breaks the connection before doing anything.</summary>
    public sealed record DropsUnread : Fault;

    /// <summary>Does what is asked, then breaks the connection instead of answering.</summary>
    public sealed record DropsDone : Fault;

    /// <summary>Never answers.</summary>
    public sealed record Hangs : Fault;
}
