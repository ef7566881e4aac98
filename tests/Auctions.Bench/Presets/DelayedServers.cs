namespace Auctions.Bench.Presets;

/// <summary>
/// Servers whose every fsync takes longer. They are named in the environment as the others are, in variables of which
/// the names end so; for a step that wants them they take the others' place.
/// </summary>
internal sealed class DelayedServers : IDisposable
{
    private const string Suffix = "_DELAYED";
    private const string Postgres = "AUCTIONS_POSTGRES";

    private static readonly string[] Names = [Postgres, "AUCTIONS_REDIS"];

    private readonly Dictionary<string, string?> _others = [];

    /// <summary>Puts them in the others' place until this is disposed of.</summary>
    public DelayedServers()
    {
        foreach (var name in Names)
        {
            _others[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, Environment.GetEnvironmentVariable(name + Suffix));
        }
    }

    /// <summary>How to have them.</summary>
    public static string HowToGive => $"name servers whose fsync is slow in {Postgres}{Suffix}";

    /// <summary>Whether there are any.</summary>
    public static bool AreThere => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Postgres + Suffix));

    public void Dispose()
    {
        foreach (var (name, value) in _others)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
