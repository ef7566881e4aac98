using Auctions.Cli.Replay;
using Auctions.Measuring;

namespace Auctions.Cli.Top;

/// <summary>Asks once a second what is hot, and shows it.</summary>
internal sealed class TopRunner(TopOptions options, CommandContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private TopReport? _last;

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="CommandFailedException">The server says nothing about what is hot.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            var token = options.TokenFile is { } file
                ? (await BearerTokens.LoadAsync(file, cancellation)).Of(options.User)
                : null;
            using var client = new TopClient(options, token);
            if (context.OutputIsTerminal && !options.Once && !options.Json)
            {
                await new TopScreen(context.Output).RunAsync(show => RepeatAsync(
                    client, (report, _) => show(report, null), trouble => show(_last!, trouble), cancellation));
            }
            else
            {
                await RepeatAsync(client, Print, trouble => context.Error.WriteLine(OneLine.Of(trouble)), cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it is ended.
        }

        return ExitCodes.Ok;
    }

    // Once there was a report there will be others, however long the server is away.
    private async Task RepeatAsync(
        TopClient client, Action<TopReport, string> show, Action<string> complain, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var (report, text) = await client.ReadAsync(cancellation);
                show(report, text);
                _last = report;
            }
            catch (NotNowException failed) when (_last is not null)
            {
                complain(failed.Message);
            }
            catch (NotNowException failed)
            {
                throw new CommandFailedException(failed.Message);
            }

            if (options.Once)
            {
                return;
            }

            await Task.Delay(Interval, context.Time, cancellation);
        }
    }

    private void Print(TopReport report, string text)
    {
        if (options.Json)
        {
            context.Output.WriteLine(text);
        }
        else
        {
            var table = new Table(TopText.Heads);
            foreach (var row in TopText.Rows(report))
            {
                table.Add(row);
            }

            foreach (var line in TopText.Lines(report))
            {
                context.Output.WriteLine(line);
            }

            context.Output.WriteLine(table.ToText());
        }

        context.Output.Flush();
    }
}
