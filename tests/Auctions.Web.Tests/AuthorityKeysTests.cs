using Auctions.Web.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auctions.Web.Tests;

/// <summary>When the authority is asked for its keys, and what counts while it does not answer.</summary>
public sealed class AuthorityKeysTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly AuthorityKeys _keys;
    private Func<CancellationToken, Task<OpenIdConnectConfiguration>> _answer;
    private int _questions;

    public AuthorityKeysTests()
    {
        _answer = Publishes("first");
        _keys = new AuthorityKeys(
            cancellation =>
            {
                Interlocked.Increment(ref _questions);
                return _answer(cancellation);
            },
            _time,
            NullLogger<AuthorityKeys>.Instance);
    }

    [Fact]
    public async Task It_is_asked_once_and_then_when_the_keys_are_old()
    {
        for (var call = 0; call < 100; call++)
        {
            Assert.Equal("first", await IssuerAsync());
        }

        _time.Advance(AuthorityKeys.AgeMax - Second);
        await IssuerAsync();
        Assert.Equal(1, _questions);
        _answer = Publishes("second");
        _time.Advance(Second);
        await UntilAsync("second");
        Assert.Equal(2, _questions);
    }

    [Fact]
    public async Task After_a_long_time_without_a_token_the_first_one_waits_for_the_keys_of_now()
    {
        await IssuerAsync();
        var answered = new TaskCompletionSource<OpenIdConnectConfiguration>();
        _answer = _ => answered.Task;
        _time.Advance(AuthorityKeys.UnaskedAgeMax);

        var first = IssuerAsync();

        Assert.False(first.IsCompleted);
        answered.SetResult(new OpenIdConnectConfiguration { Issuer = "now" });
        Assert.Equal("now", await first);
    }

    [Fact]
    public async Task Nobody_waits_again_and_again_for_an_authority_that_is_away()
    {
        await IssuerAsync();
        _answer = _ => throw new IOException("down");
        _time.Advance(AuthorityKeys.UnaskedAgeMax);
        Assert.Equal("first", await IssuerAsync());
        _answer = _ => new TaskCompletionSource<OpenIdConnectConfiguration>().Task;
        _time.Advance(AuthorityKeys.PauseMin);

        Assert.True(IssuerAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task All_who_come_first_wait_for_one_answer()
    {
        var answered = new TaskCompletionSource<OpenIdConnectConfiguration>();
        _answer = _ => answered.Task;
        var callers = Enumerable.Range(0, 50).Select(_ => IssuerAsync()).ToArray();

        answered.SetResult(new OpenIdConnectConfiguration { Issuer = "late" });

        Assert.All(await Task.WhenAll(callers), issuer => Assert.Equal("late", issuer));
        Assert.Equal(1, _questions);
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_asks_no_more_than_once_in_the_pause()
    {
        await IssuerAsync();
        _answer = Publishes("second");

        for (var second = 0; second < 100; second++)
        {
            for (var token = 0; token < 100; token++)
            {
                _keys.RequestRefresh();
                await IssuerAsync();
            }

            _time.Advance(Second);
        }

        await UntilAsync("second");
        Assert.InRange(_questions, 2, 1 + (int)(100 * Second / AuthorityKeys.PauseMin));
    }

    [Fact]
    public async Task Without_an_answer_ever_there_is_no_key_and_it_is_asked_again_after_the_pause()
    {
        _answer = _ => throw new IOException("down");
        for (var call = 0; call < 100; call++)
        {
            Assert.Null(await IssuerAsync());
        }

        Assert.Equal(1, _questions);
        _answer = Publishes("first");
        _time.Advance(AuthorityKeys.FirstPauseMin);
        Assert.Equal("first", await IssuerAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Known_keys_go_on_while_it_does_not_answer(bool answersNonsense)
    {
        await IssuerAsync();
        _answer = answersNonsense
            ? _ => Task.FromResult(new OpenIdConnectConfiguration())
            : _ => throw new IOException("down");

        for (var minute = 0; minute < 60; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal("first", await IssuerAsync());
            _keys.RequestRefresh();
        }

        _answer = Publishes("second");
        _time.Advance(AuthorityKeys.PauseMin);
        await UntilAsync("second");
    }

    [Fact]
    public async Task One_that_takes_the_question_and_says_nothing_is_given_up()
    {
        _answer = async cancellation =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException();
        };
        var waiting = IssuerAsync();
        while (!waiting.IsCompleted)
        {
            _time.Advance(Second);
            await Task.Yield();
        }

        Assert.Null(await waiting);
    }

    private static Func<CancellationToken, Task<OpenIdConnectConfiguration>> Publishes(string issuer) =>
        _ => Task.FromResult(new OpenIdConnectConfiguration { Issuer = issuer });

    private async Task<string?> IssuerAsync() => (await _keys.GetConfigurationAsync(default)).Issuer;

    // It is asked beside the calls, which do not wait for that.
    private Task<string?> UntilAsync(string issuer) => Scenarios.Support.Eventually.IsAsync(
        IssuerAsync, seen => seen == issuer, Scenarios.Support.Eventually.Deadline);
}
