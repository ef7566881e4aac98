using System.Text.Json;
using Auctions.Engine.Verification;

namespace Auctions.Cli.Verify;

/// <summary>What a verification found so far. Written by one thread, read by another that shows progress.</summary>
internal sealed class VerifyReport
{
    /// <summary>Most faults that are listed; all are counted.</summary>
    private const int ListedMax = 1_000;

    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    private readonly List<Fault> _listed = [];
    private long _auctions;
    private long _events;
    private long _faultCount;

    public long Auctions => Volatile.Read(ref _auctions);

    public long Events => Volatile.Read(ref _events);

    public long FaultCount => Volatile.Read(ref _faultCount);

    /// <summary>Counts one auction with what was found in it.</summary>
    public void Add(long events, IReadOnlyList<Fault> faults)
    {
        _listed.AddRange(faults.Take(ListedMax - _listed.Count));
        Volatile.Write(ref _faultCount, _faultCount + faults.Count);
        Volatile.Write(ref _events, _events + events);
        Volatile.Write(ref _auctions, _auctions + 1);
    }

    public void Write(TextWriter output, bool json)
    {
        if (json)
        {
            var faults = _listed.Select(fault => new { auction = fault.Auction.Value, fault.Sequence, fault.Detail });
            var report = new { Auctions, Events, Faults = FaultCount, Listed = faults };
            output.WriteLine(JsonSerializer.Serialize(report, Camel));
            return;
        }

        output.WriteLine($"verify: {Auctions} auctions, {Events} events, {FaultCount} faults");
        foreach (var fault in _listed)
        {
            output.WriteLine($"{fault.Auction} at {fault.Sequence}: {fault.Detail}");
        }

        if (FaultCount > _listed.Count)
        {
            output.WriteLine($"... and {FaultCount - _listed.Count} more");
        }
    }
}
