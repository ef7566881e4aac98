using Microsoft.Extensions.Logging;

namespace Auctions.Bench.Subjects;

/// <summary>Writes warnings and worse to stderr: a run in which the engine was in trouble is no measurement.</summary>
internal sealed class ErrorLogger<T> : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Console.Error.WriteLine($"{logLevel}: {formatter(state, exception)} {exception?.Message}");
        }
    }
}
