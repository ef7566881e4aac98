using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Support;

/// <summary>One server for all parts of the suite: started for the first of them, ended after the last.</summary>
public sealed class SharedServer : IScenarioHost, IAsyncLifetime
{
    private static readonly SemaphoreSlim Changing = new(1);
    private static int users;
    private static DataDirectory? data;
    private static TokenAuthority? tokens;
    private static ServerProcess? server;

    public Uri Url => server!.Url;

    public TokenAuthority Tokens => tokens!;

    public string ReadLog() => server!.Output + server.Error;

    public async Task InitializeAsync()
    {
        await Changing.WaitAsync();
        try
        {
            if (++users == 1)
            {
                data = new DataDirectory();
                tokens = await TokenAuthority.StartAsync();
                server = await ServerProcess.StartAsync(
                    data.Path,
                    "--Auth:Authority", tokens.Issuer,
                    "--Auth:Audience", TokenAuthority.Audience,
                    "--Logging:LogLevel:Auctions", "Trace");
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
                data!.Dispose();
            }
        }
        finally
        {
            Changing.Release();
        }
    }
}
