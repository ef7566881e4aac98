using System.Security.Claims;
using Auctions.Web.Identity;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Web.Tests;

/// <summary>The bounds of what is remembered of tokens.</summary>
public sealed class TokenMemoryTests
{
    private static readonly ClaimsPrincipal Somebody = new();

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private DateTimeOffset Later => _time.GetUtcNow().AddHours(1);

    [Fact]
    public void No_more_than_the_bound_are_remembered()
    {
        using var memory = new TokenMemory(_time);

        for (var token = 0; token < TokenMemory.TokensMax + 1_000; token++)
        {
            memory.Add($"token-{token}", Somebody, Later);
            Assert.InRange(memory.Count, 0, TokenMemory.TokensMax);
        }

        Assert.InRange(memory.Count, TokenMemory.TokensMax / 2, TokenMemory.TokensMax);
    }

    [Fact]
    public void A_token_longer_than_the_bound_is_not_remembered()
    {
        using var memory = new TokenMemory(_time);
        var longest = new string('t', TokenMemory.TokenLengthMax);
        var longer = $"{longest}t";

        memory.Add(longest, Somebody, Later);
        memory.Add(longer, Somebody, Later);

        Assert.Same(Somebody, memory.Find(longest));
        Assert.Null(memory.Find(longer));
    }

    [Fact]
    public void Nobody_is_behind_no_token()
    {
        using var memory = new TokenMemory(_time);

        Assert.Null(memory.Find(""));
        Assert.Null(memory.Find("unseen"));
    }
}
