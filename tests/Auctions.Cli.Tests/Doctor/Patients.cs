using Auctions.Cli.Doctor;
using Microsoft.Extensions.Configuration;

namespace Auctions.Cli.Tests.Doctor;

/// <summary>Configurations to look at.</summary>
internal static class Patients
{
    /// <summary>One with these keys and, in upper case, these variables of the environment.</summary>
    public static Patient Of(ProgramKind program, params (string Key, string Value)[] set) => new(
        program,
        Processes: 1,
        new ConfigurationBuilder()
            .AddInMemoryCollection(set.Select(one => KeyValuePair.Create<string, string?>(one.Key, one.Value)))
            .Build(),
        set.Where(one => !one.Key.Any(char.IsLower)).ToDictionary(one => one.Key, one => one.Value),
        TimeProvider.System);

    /// <summary>The only finding that is worse than a note.</summary>
    public static Finding Worst(this IEnumerable<Finding> findings) => Assert.Single(findings, IsBad);

    /// <summary>Nothing is worse than a note.</summary>
    public static void AreWell(this IEnumerable<Finding> findings) => Assert.DoesNotContain(findings, IsBad);

    public static void Is(this Finding finding, Severity severity, string found, string fix)
    {
        Assert.Equal(severity, finding.Severity);
        Assert.Contains(found, finding.Found);
        Assert.Contains(fix, finding.Fix);
    }

    private static bool IsBad(Finding finding) => finding.Severity is Severity.Warning or Severity.Fault;
}
