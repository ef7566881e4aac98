using System.Globalization;

namespace Auctions.Testing;

/// <summary>The seed of a random test: another one every run, unless the environment names the one to repeat.</summary>
public static class RandomSeed
{
    /// <summary>Name of the environment variable that fixes the seed.</summary>
    public const string Variable = "AUCTIONS_SEED";

    /// <summary>The seed of this run.</summary>
    public static int Value { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    /// <summary>What a failed test says first: how to run the very same again.</summary>
    public static string Repeat => $"Repeat: {Variable}={Value}";
}
