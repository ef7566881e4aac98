using System.Globalization;

namespace Auctions.Testing;

/// <summary>Where the chance of a test comes from: another seed every run, unless one is set to repeat it.</summary>
public static class Seed
{
    /// <summary>Name of the environment variable that sets the seed.</summary>
    public const string Variable = "AUCTIONS_SEED";

    /// <summary>The seed of this run, the same for every test in it.</summary>
    public static int OfThisRun { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    /// <summary>What a test says first, so that its failure says how to run the very same again.</summary>
    public static string Repeat(int seed) => $"Repeat: {Variable}={seed}";

    /// <summary>
    /// The seed of one of many that draw side by side: the finalizer of MurmurHash3, so that neighbours draw nothing
    /// alike. .NET's own hash differs from run to run.
    /// </summary>
    public static int Of(int seed, long part)
    {
        var mixed = ((ulong)(uint)seed << 32) ^ (ulong)part;
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCD;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53;
        return unchecked((int)(mixed ^ (mixed >> 33)));
    }
}
