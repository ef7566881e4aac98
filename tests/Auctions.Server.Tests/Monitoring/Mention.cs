namespace Auctions.Server.Tests.Monitoring;

/// <summary>An expression that some file has.</summary>
/// <param name="Place">Where, for whoever has to mend it.</param>
/// <param name="Expression">In Prometheus' language.</param>
/// <param name="ShownLabels">Labels that are shown of what it gives.</param>
internal sealed record Mention(string Place, string Expression, params string[] ShownLabels);
