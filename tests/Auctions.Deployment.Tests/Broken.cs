using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests;

/// <summary>Shows that a policy finds what it is there to find.</summary>
internal static class Broken
{
    /// <summary>Breaks the manifests of production in one way; the policy has to find this and nothing else.</summary>
    /// <param name="policy">The policy, which finds nothing before.</param>
    /// <param name="mention">What the offence has to say.</param>
    /// <param name="change">The change.</param>
    public static void IsFound(
        Func<Manifests, IEnumerable<string>> policy, string mention, Action<Manifests> change) =>
        AreFound(policy, [mention], change);

    /// <summary>The same where one change is several offences.</summary>
    public static void AreFound(
        Func<Manifests, IEnumerable<string>> policy, string[] mentions, Action<Manifests> change)
    {
        var manifests = Rendered.Read("production");
        change(manifests);
        var found = policy(manifests).ToList();
        Assert.True(
            found.Count == mentions.Length && mentions.All(mention =>
                found.Any(offence => offence.Contains(mention, StringComparison.Ordinal))),
            $"Found was: {string.Join(" ", found)}");
    }
}
