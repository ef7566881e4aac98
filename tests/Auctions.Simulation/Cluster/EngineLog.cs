using Auctions.Simulation.Clockwork;
using Microsoft.Extensions.Logging;

namespace Auctions.Simulation.Cluster;

/// <summary>What an engine logs, as a part of the trace. A loop that broke is a bug whatever else is right.</summary>
internal sealed class EngineLog(World world, string node, List<string> mischief) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => world.Trace is not null || logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "LoopFailed")
        {
            mischief.Add($"{node}: {formatter(state, exception)}: {exception}");
        }

        world.Trace?.Add(world.Now, node, $"logs {formatter(state, exception)} {exception?.Message}");
    }
}
