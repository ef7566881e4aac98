using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests.Attacks;

/// <summary>An authority that changes its keys, or is away, while a server runs.</summary>
[Trait("Category", "Long")]
public sealed class KeyRotationTests : IAsyncLifetime
{
    private const string Needs = "/v1/users/me/bids";

    // Whatever was asked a moment ago is asked again only after ten seconds.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TokenMinute = TimeSpan.FromMinutes(1);

    private DataDirectory? _data;
    private X509Certificate2? _certificate;
    private TokenAuthority _tokens = null!;
    private ServerProcess _server = null!;

    public async Task InitializeAsync()
    {
        var data = new DataDirectory();
        _data = data;
        _certificate = AttackedServer.MakeCertificate();
        _tokens = await TokenAuthority.StartAsync(_certificate);
    }

    public async Task DisposeAsync()
    {
        Assert.DoesNotMatch(" (fail|crit): ", _server.Output);
        await _server.DisposeAsync();
        await _tokens.DisposeAsync();
        _certificate!.Dispose();
        _data!.Dispose();
    }

    [Fact]
    public async Task A_new_key_counts_without_a_restart_and_one_taken_back_counts_no_more()
    {
        await StartAsync();
        var old = _tokens.Bearer("anna", "bid");
        var unused = _tokens.Bearer("bert", "bid");
        await UntilAsync(old, 200);
        _tokens.Rotate(keepsOld: true);
        await UntilAsync(_tokens.Bearer("carl", "bid"), 200);
        await AskAsync(_tokens.Bearer("anna", "bid"), 200);

        _tokens.Rotate(keepsOld: false);
        await UntilAsync(_tokens.Bearer("dora", "bid"), 200);

        await AskAsync(unused, 401);

        // What was found good goes on for the rest of its minute, and only that.
        await UntilAsync(old, 401, Eventually.Deadline + TokenMinute);
        await AskAsync(_tokens.Bearer("dora", "bid"), 200);
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_does_not_reach_the_authority()
    {
        await StartAsync();
        await UntilAsync(_tokens.Bearer("anna", "bid"), 200);
        using var foreign = RSA.Create(2048);
        var (began, before) = (DateTimeOffset.UtcNow, _tokens.Questions);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async part =>
        {
            for (var token = 0; token < 100; token++)
            {
                await AskAsync("Bearer " + Foreign(foreign, $"kid-{part}-{token}"), 401);
            }
        }));

        var most = 1 + (int)((DateTimeOffset.UtcNow - began) / Pause);
        Assert.InRange(_tokens.Questions - before, 0, most);
        await AskAsync(_tokens.Bearer("bert", "bid"), 200);
    }

    [Fact]
    public async Task While_the_authority_is_away_known_keys_go_on_and_others_are_refused()
    {
        await StartAsync();
        await UntilAsync(_tokens.Bearer("anna", "bid"), 200);
        _tokens.IsDown = true;
        using var foreign = RSA.Create(2048);

        await AskAsync("Bearer " + Foreign(foreign, "unknown"), 401);
        await AskAsync(_tokens.Bearer("bert", "bid"), 200);
        _tokens.Rotate(keepsOld: true);
        await AskAsync(_tokens.Bearer("carl", "bid"), 401);

        _tokens.IsDown = false;
        await UntilAsync(_tokens.Bearer("carl", "bid"), 200);
    }

    [Fact]
    public async Task An_authority_that_was_never_there_lets_nobody_in_and_all_once_it_is()
    {
        _tokens.IsDown = true;
        await StartAsync();

        var began = DateTimeOffset.UtcNow;
        foreach (var _ in Enumerable.Range(0, 50))
        {
            await AskAsync(_tokens.Bearer("anna", "bid"), 401);
        }

        (await _server.Api.GetAsync("/v1/auctions")).Is(200);
        Assert.InRange(_tokens.Questions, 1, 2 + (int)(DateTimeOffset.UtcNow - began).TotalSeconds);

        // What is logged is written by a thread of its own.
        await Eventually.IsAsync(
            () => _server.Output, told => told.Contains("Auth:Authority does not answer, no token counts"));
        _tokens.IsDown = false;
        await UntilAsync(_tokens.Bearer("anna", "bid"), 200);
    }

    private async Task StartAsync() =>
        _server = await AttackedServer.StartAsync(_data!.Path, _tokens, _certificate!);

    private async Task AskAsync(string bearer, int status) =>
        Assert.Equal(status, (await _server.Api.GetAsync(Needs, bearer)).Status);

    private Task<Reply> UntilAsync(string bearer, int status, TimeSpan? patience = null) => Eventually.IsAsync(
        () => _server.Api.GetAsync(Needs, bearer), reply => reply.Status == status, patience ?? Eventually.Deadline);

    private string Foreign(RSA key, string kid) => TokenAuthority.Sign(
        new { alg = "RS256", kid },
        _tokens.Claims("mallory", "bid"),
        input => key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
}
