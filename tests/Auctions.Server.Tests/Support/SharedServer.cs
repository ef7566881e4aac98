using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Support;

/// <summary>One server for all parts of the suite: started for the first of them, ended after the last.</summary>
public class SharedServer : IScenarioHost, IAsyncLifetime
{
    private static readonly SemaphoreSlim Changing = new(1);
    private static int users;
    private static IAsyncDisposable? store;
    private static TokenAuthority? tokens;
    private static IRunning? server;

    public Uri Url => server!.Url;

    public TokenAuthority Tokens => tokens!;

    public string ReadLog() => server!.ReadLog();

    public async Task InitializeAsync()
    {
        await Changing.WaitAsync();
        try
        {
            if (++users == 1)
            {
                store = await MakeStoreAsync();
                tokens = await TokenAuthority.StartAsync();
                server = await StartAsync(
                    [
                        .. OptionsOf(store),
                        "--Auth:Authority", tokens.Issuer,
                        "--Auth:Audience", TokenAuthority.Audience,
                        "--Logging:LogLevel:Auctions", "Trace",
                        .. ServerProcess.Patient,
                    ]);
                await tokens.UntilTrustedAsync(new Api(server.Url));
            }
        }
        finally
        {
            Changing.Release();
        }
    }

    public async Task DisposeAsync()
    {
        await Changing.WaitAsync();
        try
        {
            if (--users == 0)
            {
                await server!.DisposeAsync();
                await tokens!.DisposeAsync();
                await store!.DisposeAsync();
            }
        }
        finally
        {
            Changing.Release();
        }
    }

    /// <summary>Something empty to keep auctions in.</summary>
    protected virtual Task<IAsyncDisposable> MakeStoreAsync() => Task.FromResult<IAsyncDisposable>(new DataDirectory());

    /// <summary>Starts what the suite runs on.</summary>
    /// <param name="options">Its configuration, as its command line.</param>
    protected virtual async Task<IRunning> StartAsync(IReadOnlyList<string> options) =>
        await ServerProcess.StartOnAsync("Development", options);

    /// <summary>The configuration that names it.</summary>
    protected virtual IReadOnlyList<string> OptionsOf(IAsyncDisposable store) =>
        ["--Storage:Path", ((DataDirectory)store).Path];
}
