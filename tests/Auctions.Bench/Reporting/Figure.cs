namespace Auctions.Bench.Reporting;

/// <summary>Whose a figure is.</summary>
internal enum FigureKind
{
    /// <summary>That of what is measured against peers.</summary>
    Own,

    /// <summary>That of a peer.</summary>
    OfPeer,

    /// <summary>A ratio of the two, made in one run.</summary>
    Ratio,
}

/// <summary>One figure that can be compared with that of another time.</summary>
/// <param name="Group">Among which others it was made.</param>
/// <param name="Name">Whose it is, in which setup, under what load.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Value">How much.</param>
/// <param name="MoreIsBetter">Whether more is better; else less is.</param>
/// <param name="Kind">Whose it is.</param>
internal sealed record Figure(
    FigureGroup Group, string Name, string Unit, double Value, bool MoreIsBetter, FigureKind Kind)
{
    /// <summary>What two figures have in common that can be compared.</summary>
    public (FigureGroup Group, string Name, string Unit) Key => (Group, Name, Unit);
}

/// <summary>Figures made together.</summary>
/// <param name="Step">In which step of a preset; empty: there was no preset.</param>
/// <param name="Scenario">On what was bid.</param>
/// <param name="Measure">Under what load.</param>
internal readonly record struct FigureGroup(string Step, string Scenario, Measure Measure)
{
    public override string ToString() =>
        string.Join(": ", new[] { Step, Scenario }.Where(part => part.Length > 0));
}
