using Auctions.Web.Identity;
using Auctions.Web.Tests.Support;

namespace Auctions.Web.Tests;

/// <summary>A token that was found good is not looked at again for a while; nothing else gets in by that.</summary>
public sealed class RememberedTokenTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private AuthHost _host = null!;

    public async Task InitializeAsync() => _host = await AuthHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_token_of_a_key_taken_back_counts_for_another_minute_at_most()
    {
        var token = _host.Keys.Token("anna", "bid");
        Assert.Equal(200, await _host.CallAsync(token));
        _host.Keys.Rotate();

        Assert.Equal(401, await _host.CallAsync(_host.Keys.Token("bert", "bid", key: 1)));
        _host.Time.Advance(TokenMemory.Lifetime - Second);
        Assert.Equal(200, await _host.CallAsync(token));
        _host.Time.Advance(Second);
        Assert.Equal(401, await _host.CallAsync(token));
        Assert.Equal(200, await _host.CallAsync(_host.Keys.Token("anna", "bid")));
    }

    [Fact]
    public async Task Being_used_does_not_make_a_token_last_longer()
    {
        var token = _host.Keys.Token("anna", "bid");
        Assert.Equal(200, await _host.CallAsync(token));
        _host.Keys.Rotate();
        for (var second = 1; second < TokenMemory.Lifetime.TotalSeconds; second++)
        {
            _host.Time.Advance(Second);
            Assert.Equal(200, await _host.CallAsync(token));
        }

        _host.Time.Advance(Second);

        Assert.Equal(401, await _host.CallAsync(token));
    }

    [Fact]
    public async Task A_token_is_looked_at_again_once_it_expired()
    {
        var token = _host.Keys.Token("anna", "bid", validUntil: 20);
        Assert.Equal(200, await _host.CallAsync(token));
        _host.Keys.Rotate();

        // However long the host took to start, less than a token is remembered.
        _host.Time.Advance(50 * Second);

        Assert.Equal(401, await _host.CallAsync(token));
    }

    [Fact]
    public async Task What_counts_only_because_clocks_differ_is_looked_at_every_time()
    {
        var token = _host.Keys.Token("anna", "bid", validUntil: -10);
        Assert.Equal(200, await _host.CallAsync(token));
        _host.Keys.Rotate();

        Assert.Equal(401, await _host.CallAsync(token));
    }

    [Fact]
    public async Task Scopes_are_looked_at_every_time()
    {
        var token = _host.Keys.Token("anna", "sell");

        foreach (var _ in (int[])[1, 2])
        {
            Assert.Equal(200, await _host.CallAsync(token, "/sell"));
            Assert.Equal(403, await _host.CallAsync(token, "/bid"));
        }
    }

    [Fact]
    public async Task A_token_for_somebody_else_stays_refused_beside_a_good_one()
    {
        Assert.Equal(200, await _host.CallAsync(_host.Keys.Token("anna", "bid")));
        var foreign = _host.Keys.Token("anna", "bid", audience: "another");

        Assert.Equal(401, await _host.CallAsync(foreign));
        Assert.Equal(401, await _host.CallAsync(foreign));
        Assert.Equal(1, _host.Memory.Count);
    }

    [Fact]
    public async Task A_remembered_token_with_any_character_changed_is_refused()
    {
        var token = _host.Keys.Token("anna", "bid");
        Assert.Equal(200, await _host.CallAsync(token));

        // The last character of a signature has bits that mean nothing.
        for (var at = 0; at < token.Length - 1; at += 37)
        {
            var other = token[at] == 'A' ? 'B' : 'A';
            Assert.Equal(401, await _host.CallAsync($"{token[..at]}{other}{token[(at + 1)..]}"));
        }

        Assert.Equal(401, await _host.CallAsync(token[..^1]));
        Assert.Equal(401, await _host.CallAsync($"{token}A"));
        Assert.Equal(200, await _host.CallAsync(token));
    }

    [Fact]
    public async Task A_token_without_a_subject_is_not_remembered()
    {
        var token = _host.Keys.Token("", "bid");

        Assert.Equal(401, await _host.CallAsync(token));
        Assert.Equal(401, await _host.CallAsync(token));
        Assert.Equal(0, _host.Memory.Count);
    }

    [Fact]
    public async Task A_person_is_the_same_whether_or_not_the_token_is_remembered()
    {
        var token = _host.Keys.Token("anna", "bid");

        var first = await _host.AskAsync(token);
        var again = await _host.AskAsync(token);
        var other = await _host.AskAsync(_host.Keys.Token("anna", "bid sell"));
        var bert = await _host.AskAsync(_host.Keys.Token("bert", "bid"));

        Assert.Equal($"{new People(new byte[32]).IdOf(PublishedKeys.Issuer, "anna")}", first.Who);
        Assert.Equal(first, again);
        Assert.Equal(first, other);
        Assert.NotEqual(first.Who, bert.Who);
    }

    [Fact]
    public async Task A_remembered_token_in_the_cookie_is_still_one_in_the_cookie()
    {
        var token = _host.Keys.Token("anna", "bid");

        Assert.Equal((200, "forged"), await _host.AskByCookieAsync(token));
        Assert.Equal((200, "forged"), await _host.AskByCookieAsync(token));
        Assert.NotEqual("forged", (await _host.AskAsync(token)).Who);
    }
}
