using System.Security.Claims;
using Microsoft.Extensions.Caching.Memory;

namespace Auctions.Web.Identity;

/// <summary>
/// The callers behind tokens that were found good a short while ago: a signature costs more than a bid, and bidders bid
/// again. Only good tokens get in, and a token is known by all its characters.
/// </summary>
/// <param name="time">Wall clock and monotonic clock.</param>
internal sealed class TokenMemory(TimeProvider time) : IDisposable
{
    /// <summary>Most tokens remembered; with their claims some 50 MB.</summary>
    public const int TokensMax = 10_000;

    /// <summary>Longest token that is remembered, in characters.</summary>
    public const int TokenLengthMax = 4_096;

    /// <summary>
    /// How long a token is not looked at again; so long it may count after its authority took the key back that signed
    /// it.
    /// </summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _callers = new(new MemoryCacheOptions { SizeLimit = TokensMax });

    /// <summary>How many are remembered, those included whose time is over.</summary>
    public int Count => _callers.Count;

    /// <summary>Whose token this is; null: it has to be looked at.</summary>
    public ClaimsPrincipal? Find(ReadOnlySpan<char> token) =>
        _callers.TryGetValue<Remembered>(token, out var known) && IsFresh(known!) ? known!.Caller : null;

    /// <summary>A token is good.</summary>
    /// <param name="token">The token.</param>
    /// <param name="caller">Whose it is.</param>
    /// <param name="expires">Its <c>exp</c>; what is granted beyond for clocks that differ is not remembered.</param>
    public void Add(string token, ClaimsPrincipal caller, DateTimeOffset expires)
    {
        if (token.Length <= TokenLengthMax)
        {
            _callers.Set(token, new Remembered(caller, time.GetTimestamp(), expires), new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpirationRelativeToNow = Lifetime,
            });
        }
    }

    public void Dispose() => _callers.Dispose();

    private bool IsFresh(Remembered known) =>
        time.GetElapsedTime(known.Since) < Lifetime && time.GetUtcNow() < known.Expires;

    private sealed record Remembered(ClaimsPrincipal Caller, long Since, DateTimeOffset Expires);
}
