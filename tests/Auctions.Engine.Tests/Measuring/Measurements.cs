using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Auctions.Engine.Tests;

/// <summary>What one house measured.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _all = new();
    private readonly MeterListener _listener = new();

    public Measurements(House house)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == house.Auctions.Process)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The values of one instrument, in order.</summary>
    public IReadOnlyList<double> Of(string name) =>
        [.. _all.Where(measured => measured.Name == name).Select(measured => measured.Value)];

    /// <summary>The values of a tag of one instrument, in order; null where it is not set.</summary>
    public IReadOnlyList<object?> TagsOf(string name, string tag) =>
        [.. _all.Where(measured => measured.Name == name).Select(measured => measured.Tags.GetValueOrDefault(tag))];

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary()));
}
