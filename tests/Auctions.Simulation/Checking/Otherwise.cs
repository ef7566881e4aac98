using System.Runtime.CompilerServices;
using System.Text;

namespace Auctions.Simulation.Checking;

/// <summary>A sentence that is put together only if what it complains of is so: millions of checks hold.</summary>
[InterpolatedStringHandler]
internal readonly ref struct Otherwise
{
    private readonly StringBuilder? _text;

    public Otherwise(int literalLength, int formattedCount, bool holds, out bool isWanted)
    {
        isWanted = !holds;
        _text = isWanted ? new StringBuilder(literalLength + (formattedCount * 8)) : null;
    }

    public void AppendLiteral(string text) => _text!.Append(text);

    public void AppendFormatted<T>(T value) => _text!.Append(value);

    public void AppendFormatted<T>(T value, string format)
        where T : IFormattable => _text!.Append(value.ToString(format, null));

    public override string ToString() => _text?.ToString() ?? "";
}
