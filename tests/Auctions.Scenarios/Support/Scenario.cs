using System.Text.Json.Nodes;

namespace Auctions.Scenarios.Support;

/// <summary>What every part of the suite starts from. A host runs a part by deriving a sealed class from it.</summary>
public abstract class Scenario(IScenarioHost host)
{
    protected IScenarioHost Host { get; } = host;

    protected Api Api { get; } = new(host.Url);

    /// <summary>A person nobody else in the suite is: lists by person are then this test's alone.</summary>
    protected static string Someone(string name) => $"{name}-{Guid.NewGuid():N}"[..(name.Length + 9)];

    protected static DateTimeOffset In(double seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds);

    /// <inheritdoc cref="Punctual.PlayAsync(double, Func{DateTimeOffset, Action, Task})"/>
    protected static Task PunctuallyAsync(double seconds, Func<DateTimeOffset, Action, Task> scenario) =>
        Punctual.PlayAsync(seconds, scenario);

    /// <inheritdoc cref="Punctual.PlayAsync(double, double, Func{DateTimeOffset, DateTimeOffset, Action, Task})"/>
    protected static Task PunctuallyAsync(
        double seconds, double further, Func<DateTimeOffset, DateTimeOffset, Action, Task> scenario) =>
        Punctual.PlayAsync(seconds, further, scenario);

    /// <summary>How long what happens at a time is waited for.</summary>
    protected static TimeSpan Until(DateTimeOffset time) => time - DateTimeOffset.UtcNow + Eventually.Deadline;

    /// <summary>An auction of a new seller on ordinary terms but for those named.</summary>
    protected Task<Lot> CreateAsync(params (string Field, JsonNode? Value)[] terms) =>
        Lot.CreateAsync(Api, Someone("seller"), terms);
}
