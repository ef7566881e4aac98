namespace Auctions.Engine.Heat;

/// <summary>A statement that a database took long for.</summary>
/// <param name="At">When it ended, in Unix milliseconds by the shards' clock.</param>
/// <param name="Database">The pool, such as <c>shard-00</c>.</param>
/// <param name="Statement">What was asked, without a value in it.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Failed">Whether it ended without success.</param>
public sealed record SlowStatement(long At, string Database, string Statement, int Milliseconds, bool Failed)
{
    /// <summary>From this on a statement is slow.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);
}
