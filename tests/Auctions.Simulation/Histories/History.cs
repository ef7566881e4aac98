using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Engine.Verification;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Histories;

/// <summary>
/// What a run left behind: the journal, and what clients sent and were told. All times are virtual ticks; only a
/// checker reads it.
/// </summary>
internal sealed class History
{
    /// <summary>The journal, lot by lot.</summary>
    public required IReadOnlyList<LotHistory> Lots { get; init; }

    /// <summary>What clients asked for.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }

    /// <summary>What watchers saw.</summary>
    public required IReadOnlyList<Watching> Watchings { get; init; }

    /// <summary>Whether nothing at all went wrong.</summary>
    public required bool IsFaultless { get; init; }

    /// <summary>From when on nothing goes wrong any more.</summary>
    public required long HealedAt { get; init; }

    /// <summary>How long after the end the hammer falls.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>Most bids an auction may hold.</summary>
    public required int BidsMax { get; init; }

    /// <summary>Virtual time 0.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>
    /// How far the times of the journal and those of clients may be apart, in ticks: real clocks are.
    /// </summary>
    public long ClockTolerance { get; init; }

    /// <summary>How late the hammer may fall once everything has healed, in seconds.</summary>
    public double LatenessMax { get; init; } = 3;

    /// <summary>When the run ended: what was due later need not have closed. Null: all of them must have.</summary>
    public long? EndedAt { get; init; }

    /// <summary>What went wrong outside any one auction: an exception at the front door, a loop that broke.</summary>
    public List<string> Mischief { get; init; } = [];
}

/// <summary>What became durable of one auction.</summary>
/// <param name="Id">Its id; null: it was never created as far as anyone knows.</param>
/// <param name="Asked">The terms its seller asked for.</param>
/// <param name="Commits">Segments, in the order in which the journal holds them.</param>
/// <param name="Openings">When it was opened at which epoch.</param>
/// <param name="Stored">Everything the shard holds of it, for the offline verification; null: not to be
/// verified.</param>
internal sealed record LotHistory(
    AuctionId? Id,
    AuctionTerms Asked,
    IReadOnlyList<Commit> Commits,
    IReadOnlyList<Opening> Openings,
    StoredAuction? Stored)
{
    /// <summary>What its bidders are to get time back for; null: that is not looked at.</summary>
    public TimeBack? TimeBack { get; init; }

    /// <summary>Number of the last event durable at a time; 0 if none.</summary>
    public long DurableAt(long time)
    {
        var commit = FirstThat(commit => commit.At > time) - 1;
        return commit < 0 ? 0 : Commits[commit].LastSequence;
    }

    /// <summary>An event by its number; null: there is none.</summary>
    public AuctionEvent? EventAt(long sequence)
    {
        var commit = FirstThat(commit => commit.LastSequence >= sequence);
        return commit < Commits.Count && Commits[commit].FirstSequence <= sequence
            ? Commits[commit].Events[(int)(sequence - Commits[commit].FirstSequence)]
            : null;
    }

    // Commits are in the order of time and of sequences: what holds for one holds for all after it.
    private int FirstThat(Predicate<Commit> holds)
    {
        var (low, high) = (0, Commits.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(Commits[middle]))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}

/// <summary>What the rules give bidders time back for, see docs/rules.md, "Closing".</summary>
/// <param name="Outages">Times in which nobody could write to the auction's shard.</param>
/// <param name="OutageMin">Least extension for an outage.</param>
/// <param name="Unclean">Extension for an owner that ended uncleanly near the end.</param>
internal sealed record TimeBack(IReadOnlyList<Outage> Outages, TimeSpan OutageMin, TimeSpan Unclean);

/// <summary>A segment that became durable.</summary>
internal sealed record Commit(long At, long Epoch, long FirstSequence, IReadOnlyList<AuctionEvent> Events)
{
    public long LastSequence => FirstSequence + Events.Count - 1;
}

/// <summary>A stream that got a new owner.</summary>
internal readonly record struct Opening(long At, long Epoch);

/// <summary>Something a client asked for, under one key where it has one.</summary>
/// <param name="Step">What.</param>
/// <param name="Bidder">By whom.</param>
internal sealed record Operation(Step Step, PersonId Bidder)
{
    /// <summary>The hashed key of a bid; null: it has none, or was never sent.</summary>
    public BidKey? Key { get; set; }

    /// <summary>Each time it was sent, or arrived a second time.</summary>
    public List<Copy> Copies { get; } = [];

    /// <summary>When a client last waited for it; null: it was never sent.</summary>
    public bool IsSettled { get; set; }

    public override string ToString() => $"step {Step.Number} {Step.Kind}";
}

/// <summary>One sending of an operation.</summary>
/// <param name="sentAt">When it left the client.</param>
internal sealed class Copy(long sentAt)
{
    public long SentAt { get; } = sentAt;

    /// <summary>The sequence the reader asked to see at least.</summary>
    public long After { get; set; }

    /// <summary>The arrival stamp of a bid.</summary>
    public DateTimeOffset Stamp { get; set; }

    /// <summary>When it was handed over, by the clock of the process that took it.</summary>
    public DateTimeOffset HandedOver { get; set; }

    /// <summary>When it was answered; null: it never was, or nobody knows.</summary>
    public long? AnsweredAt { get; set; }

    /// <summary>When the client had the answer; null: it never had.</summary>
    public long? ReceivedAt { get; set; }

    public Answer? Answer { get; set; }
}

/// <summary>What one watcher saw.</summary>
internal sealed record Watching(Step Step)
{
    public List<(long At, AuctionView View)> Seen { get; } = [];
}
