using Spectre.Console;

namespace Auctions.Cli;

/// <summary>How far a command is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Line">All there is to say, for standard error that is no terminal.</param>
/// <param name="Label">What stands before the bar.</param>
internal readonly record struct ProgressState(double Done, string Line, string Label);

/// <summary>Shows how far a command is, on standard error: a bar on a terminal, else a line now and then.</summary>
internal static class CommandProgress
{
    /// <summary>Time between two lines.</summary>
    public static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Shows progress until <paramref name="work"/> ends, however it ends.</summary>
    /// <param name="work">The work.</param>
    /// <param name="total">Units to do.</param>
    /// <param name="state">How far it is now; called from another thread than the work's.</param>
    /// <param name="context">Where to show it.</param>
    public static async Task ShowAsync(Task work, double total, Func<ProgressState> state, CommandContext context)
    {
        if (!context.ErrorIsTerminal)
        {
            while (!await EndsWithinAsync(work, LineInterval, context.Time))
            {
                context.Error.WriteLine(state().Line);
            }

            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) });
        await console.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask(state().Label, maxValue: Math.Max(1, total));
            while (!await EndsWithinAsync(work, BarInterval, context.Time))
            {
                bar.Value = state().Done;
                bar.Description = state().Label;
            }
        });
    }

    private static async Task<bool> EndsWithinAsync(Task work, TimeSpan interval, TimeProvider time)
    {
        using var ended = new CancellationTokenSource();
        var pause = Task.Delay(interval, time, ended.Token);
        await Task.WhenAny(work, pause);
        await ended.CancelAsync();
        return work.IsCompleted;
    }
}
