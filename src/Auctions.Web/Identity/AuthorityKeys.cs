using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auctions.Web.Identity;

/// <summary>
/// The keys that the authority publishes, asked for again when they are old and when a token names another one; never
/// more often than now and then, whatever is sent. While the authority does not answer, those known go on, and without
/// any every token is refused.
/// </summary>
/// <remarks>
/// The framework's own asks for keys every twelve hours by default, and keeps the last good ones for an hour besides:
/// too long for a key that was taken back.
/// </remarks>
/// <param name="fetch">Asks the authority.</param>
/// <param name="time">Monotonic clock.</param>
/// <param name="logger">Hears when the authority does not answer.</param>
internal sealed class AuthorityKeys(
    Func<CancellationToken, Task<OpenIdConnectConfiguration>> fetch, TimeProvider time, ILogger<AuthorityKeys> logger)
    : IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>How old keys get before they are asked for again.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How old they get without anybody waiting for new ones, unless the authority did not answer the last time: where
    /// no token came for long, the first one is judged by the keys of now.
    /// </summary>
    public static readonly TimeSpan UnaskedAgeMax = 2 * AgeMax;

    /// <summary>The least time between two questions.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(10);

    /// <summary>The same as long as no key is known and so nobody gets in.</summary>
    public static readonly TimeSpan FirstPauseMin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(5);

    // With it no token has a key.
    private static readonly OpenIdConnectConfiguration None = new();

    private readonly Lock _asks = new();
    private Task? _asking;
    private long _askedAt;
    private volatile Known? _known;
    private volatile bool _isSilent;

    /// <summary>Asks the authority at its well-known address.</summary>
    /// <param name="authority">The address.</param>
    /// <param name="needsTls">Whether anything but https is refused.</param>
    public static Func<CancellationToken, Task<OpenIdConnectConfiguration>> FetchFrom(string authority, bool needsTls)
    {
        var address = $"{authority.TrimEnd('/')}/.well-known/openid-configuration";
        var client = new HttpClient { MaxResponseContentBufferSize = 1024 * 1024, Timeout = AnswerDeadline };
        var documents = new HttpDocumentRetriever(client) { RequireHttps = needsTls };
        return cancellation => OpenIdConnectConfigurationRetriever.GetAsync(address, documents, cancellation);
    }

    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (_known is not { } known)
        {
            return FirstAsync(cancel);
        }

        var age = time.GetElapsedTime(known.Since);
        if (age < AgeMax)
        {
            return known.Answer;
        }

        var asking = AskAsync();
        return age < UnaskedAgeMax || _isSilent ? known.Answer : AfterAsync(asking, cancel);
    }

    /// <summary>A token names a key that is not known.</summary>
    public void RequestRefresh() => _ = AskAsync();

    private async Task<OpenIdConnectConfiguration> AfterAsync(Task asking, CancellationToken cancel)
    {
        await asking.WaitAsync(cancel);
        return await _known!.Answer;
    }

    private async Task<OpenIdConnectConfiguration> FirstAsync(CancellationToken cancel)
    {
        await AskAsync().WaitAsync(cancel);
        return _known is { } known ? await known.Answer : None;
    }

    // Asks, or joins who asks already; if the last question is not long ago, nobody asks.
    private Task AskAsync()
    {
        lock (_asks)
        {
            var pause = _known is null ? FirstPauseMin : PauseMin;
            var isSoon = _asking is not null && time.GetElapsedTime(_askedAt) < pause;
            if (_asking is not { IsCompleted: false } && !isSoon)
            {
                _askedAt = time.GetTimestamp();
                _asking = Task.Run(FetchAsync);
            }

            return _asking!;
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(AnswerDeadline, time);
            var answer = await fetch(deadline.Token);
            if (string.IsNullOrEmpty(answer.Issuer))
            {
                throw new InvalidOperationException("The authority's document names no issuer.");
            }

            _known = new Known(Task.FromResult(answer), time.GetTimestamp());
            _isSilent = false;
        }
        catch (Exception failed)
        {
            _isSilent = true;
            Log.NoKeys(logger, _known is null ? "no token counts" : "the keys known go on", failed.Message);
        }
    }

    private sealed record Known(Task<OpenIdConnectConfiguration> Answer, long Since);
}
