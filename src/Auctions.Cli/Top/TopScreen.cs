using Spectre.Console;

namespace Auctions.Cli.Top;

/// <summary>A report on a terminal, in place of the one before.</summary>
internal sealed class TopScreen
{
    // A gap, the heads, and the cursor's.
    private const int OtherLines = 3;

    private static readonly Style Alarm = new(Color.Red);
    private static readonly Style Heads = new(decoration: Decoration.Bold);

    private readonly IAnsiConsole _console;

    public TopScreen(TextWriter output) => _console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(output),
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
    });

    /// <summary>Shows what it is given until that ends.</summary>
    /// <param name="run">Is given what shows a report, and why there is no newer one, or null.</param>
    public Task RunAsync(Func<Action<TopReport, string?>, Task> run) => _console
        .Live(new Text("asking ..."))
        .Overflow(VerticalOverflow.Crop)
        .Cropping(VerticalOverflowCropping.Bottom)
        .StartAsync(context => run((report, trouble) => context.UpdateTarget(Draw(report, trouble))));

    // No markup anywhere: what a lot is called must not colour the screen.
    private Rows Draw(TopReport report, string? trouble)
    {
        var (width, height) = (_console.Profile.Width, _console.Profile.Height);
        var above = TopText.Lines(report).ToList();
        if (trouble is not null)
        {
            above.Add($"NO NEWER REPORT: {OneLine.Of(trouble)}");
        }

        var room = height - above.Sum(line => 1 + (line.Length / width)) - OtherLines;
        var rows = TopText.Rows(report).Take(Math.Max(1, room)).ToList();
        var table = TopGrid.Lines(rows, width).Select((line, at) => new CutLine(line, at == 0 ? Heads : Style.Plain));
        return new Rows([.. above.Select(line => new Text(line, StyleOf(line))), new Text(""), .. table]);
    }

    private static Style StyleOf(string line) =>
        line.StartsWith("ALARM", StringComparison.Ordinal) || line.StartsWith("PROBLEM", StringComparison.Ordinal) ||
        line.StartsWith("NO NEWER", StringComparison.Ordinal)
            ? Alarm
            : Style.Plain;
}
