using Microsoft.Extensions.Configuration;

namespace Auctions.Cli.Doctor;

/// <summary>Which of the programs a configuration is for.</summary>
internal enum ProgramKind
{
    Server,
    Silo,
    FrontEnd,
}

/// <summary>What is examined: the configuration that a program would get here, as who runs it.</summary>
/// <param name="Program">Which program.</param>
/// <param name="Processes">How many processes of the engine use the store at a time.</param>
/// <param name="Configuration">Secrets directory, environment and command line.</param>
/// <param name="Environment">The environment's variables.</param>
/// <param name="Time">This machine's clock.</param>
internal sealed record Patient(
    ProgramKind Program,
    int Processes,
    IConfiguration Configuration,
    IReadOnlyDictionary<string, string> Environment,
    TimeProvider Time)
{
    private const string EnvironmentKey = "ASPNETCORE_ENVIRONMENT", OtherEnvironmentKey = "DOTNET_ENVIRONMENT";

    /// <summary>Whether the program would run as for development, with what that allows.</summary>
    public bool IsDevelopment => "Development".Equals(
        Environment.GetValueOrDefault(EnvironmentKey) ?? Environment.GetValueOrDefault(OtherEnvironmentKey),
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it runs in Kubernetes.</summary>
    public bool IsInKubernetes => Environment.ContainsKey("KUBERNETES_SERVICE_HOST");

    /// <summary>Whether it is a part of a cluster.</summary>
    public bool IsInCluster => Program is ProgramKind.Silo or ProgramKind.FrontEnd;

    /// <summary>Whether bidders and sellers speak to it.</summary>
    public bool SpeaksHttp => Program is ProgramKind.Server or ProgramKind.FrontEnd;

    /// <summary>The value of a key; null: not set.</summary>
    public string? Setting(string key) => Configuration[key];
}
