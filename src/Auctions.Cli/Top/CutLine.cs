using Spectre.Console;
using Spectre.Console.Rendering;

namespace Auctions.Cli.Top;

/// <summary>A line that ends where the terminal does.</summary>
internal sealed class CutLine(string text, Style style) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (Segment.Truncate(new Segment(text, style), maxWidth) is { } cut)
        {
            yield return cut;
        }

        yield return Segment.LineBreak;
    }
}
