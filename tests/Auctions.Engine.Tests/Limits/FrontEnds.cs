using Auctions.Engine.Limits;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests.Limits;

/// <summary>
/// Front ends with one ledger, on fake time; what follows from an answer has happened when a test goes on.
/// </summary>
internal sealed class FrontEnds : ILeaseLedger
{
    /// <summary>Longest wait of a test.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int CallsMax = 100_000;

    private readonly AllowanceLedger[] _parts;

    public FrontEnds(int count, int unitsPerMinute)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _parts = [.. Enumerable.Range(0, AllowanceLedger.Parts).Select(_ => new AllowanceLedger(Time))];
        All = [.. Enumerable.Range(0, count).Select(_ => new LeasedAllowances(this, Time).Of(unitsPerMinute))];
    }

    public FakeTimeProvider Time { get; } = new();

    public IReadOnlyList<IAllowance> All { get; }

    /// <summary>Whether the ledger is there at all.</summary>
    public bool IsConnected { get; set; } = true;

    /// <summary>What becomes of a call; null: it is answered at once.</summary>
    public Func<Task>? Delay { get; set; }

    /// <summary>What becomes of a call that has run; null: it is answered at once.</summary>
    public Func<Task>? AnswerDelay { get; set; }

    /// <summary>What is answered instead of what the ledger says; null: that.</summary>
    public Func<LeaseGrant[], LeaseGrant[]>? Answer { get; set; }

    /// <summary>Looks on when a call is made.</summary>
    public Action? Called { get; set; }

    /// <summary>How many asks each call brought.</summary>
    public List<int> Calls { get; } = [];

    /// <summary>How often a part did not answer.</summary>
    public int Misses { get; private set; }

    public async Task<LeaseGrant[]> LendAsync(int part, LeaseAsk[] asks)
    {
        Calls.Add(asks.Length);
        Called?.Invoke();

        // A front end that asks for ever does so without giving its thread back; one that gets no answer stops.
        Assert.InRange(Calls.Count, 1, CallsMax);
        await (Delay?.Invoke() ?? Task.CompletedTask);
        var grants = _parts[part].Lend(asks);
        await (AnswerDelay?.Invoke() ?? Task.CompletedTask);
        return Answer?.Invoke(grants) ?? grants;
    }

    public void Missed(Exception failed) => Misses++;

    /// <summary>Whether an attempt at one front end is let pass.</summary>
    public async Task<bool> PassesAsync(int frontEnd, UInt128 subject, int units = 1) =>
        await All[frontEnd].SpendAsync(subject, units).AsTask().WaitAsync(Patience) is null;

    /// <summary>How many of so many attempts at one front end are let pass.</summary>
    public async Task<int> PassedAsync(int frontEnd, int attempts, UInt128 subject)
    {
        var passed = 0;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            // Whoever waits for fake time that nobody lets pass would wait for ever.
            passed += await PassesAsync(frontEnd, subject) ? 1 : 0;
        }

        return passed;
    }
}
