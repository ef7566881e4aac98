namespace Auctions.Server.Tests.Monitoring;

/// <summary>A metric that a process exported, and the attributes that its points had, all together.</summary>
internal sealed record EmittedMetric(
    string Name, string Unit, MetricKind Kind, bool IsMonotonic, IReadOnlySet<string> Attributes)
{
    /// <summary>Whether it is what another is, with all its attributes.</summary>
    public bool Covers(EmittedMetric other) =>
        (Name, Unit, Kind, IsMonotonic) == (other.Name, other.Unit, other.Kind, other.IsMonotonic) &&
        other.Attributes.IsSubsetOf(Attributes);

    public override string ToString() => $"{Name} [{Unit}], {Kind}{(IsMonotonic ? ", monotonic" : "")}, " +
        $"by {string.Join(", ", Attributes.Order(StringComparer.Ordinal))}";
}
