using System.Globalization;
using System.Text;

namespace Auctions.Simulation.Clockwork;

/// <summary>What happened, in the order it happened, one line each, for a person to read.</summary>
internal sealed class Trace
{
    private readonly StringBuilder _lines = new();

    public void Add(long time, string who, string what) => _lines.Append(
        CultureInfo.InvariantCulture,
        $"{time / (double)TimeSpan.TicksPerSecond,10:0.0000}  {who,-10} {what}\n");

    public override string ToString() => _lines.ToString();
}
