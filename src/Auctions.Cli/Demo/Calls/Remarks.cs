using System.Collections.Concurrent;

namespace Auctions.Cli.Demo.Calls;

/// <summary>Answers that nobody expected, told on standard error: each kind once.</summary>
internal sealed class Remarks(TextWriter error)
{
    private readonly ConcurrentDictionary<(string, int, string?), bool> _made = new();

    public void Make(string what, DemoAnswer answer)
    {
        if (_made.TryAdd((what, (int)answer.Http, answer.Lot.Code), true))
        {
            error.WriteLine($"demo: {what}: the server answered {OneLine.Of(answer.Words)}");
        }
    }
}
