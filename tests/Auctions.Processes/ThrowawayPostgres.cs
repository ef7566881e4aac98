namespace Auctions.Processes;

/// <summary>PostgreSQL servers that scripts/postgres starts, and stops and removes in the end.</summary>
public sealed class ThrowawayPostgres : IAsyncDisposable
{
    private const string Variable = "AUCTIONS_POSTGRES_STATE";

    private readonly string _state;

    private ThrowawayPostgres(string state, string[] connections)
    {
        _state = state;
        Connections = connections;
        Servers = [.. connections.Index().Select(server =>
            PostgresProcess.Read(Path.Combine(state, $"server-{server.Index + 1}")))];
    }

    /// <summary>Connection strings of a superuser, one per server.</summary>
    public IReadOnlyList<string> Connections { get; }

    /// <summary>The servers, in the same order.</summary>
    public IReadOnlyList<PostgresProcess> Servers { get; }

    /// <summary>Starts them.</summary>
    /// <param name="servers">How many.</param>
    /// <param name="state">A directory for what the script remembers of them, which need not exist.</param>
    /// <param name="options">What else the script is told.</param>
    public static async Task<ThrowawayPostgres> StartAsync(int servers, string state, params string[] options)
    {
        var printed = await Command.RunAsync(
            [RepositoryRoot.Script("postgres"), "start", $"{servers}", .. options], (Variable, state));
        return new ThrowawayPostgres(state, printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public async ValueTask DisposeAsync() =>
        await Command.RunAsync([RepositoryRoot.Script("postgres"), "stop"], (Variable, _state));
}
