using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Postgres.Journal;

/// <summary>
/// Which head rows' list columns are behind their streams. An append takes them along at once where the status or the
/// end changes, else at most once a second: updating a row with every append would make it the slowest part of one.
/// </summary>
internal sealed class ListColumns(TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _changing = new();
    private readonly Dictionary<AuctionId, Entry> _entries = [];

    // The newest segments of those that are behind.
    private readonly Dictionary<AuctionId, Segment> _behind = [];

    /// <summary>Whether an append of this segment should take the list columns along.</summary>
    public bool AreDue(Segment segment)
    {
        lock (_changing)
        {
            return !_entries.TryGetValue(segment.Claim.Id, out var entry) ||
                entry.Status != segment.View.Status ||
                entry.ClosesAt != segment.View.ClosesAt ||
                time.GetElapsedTime(entry.ListedAt) >= Interval;
        }
    }

    /// <summary>A segment is durable.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="isListed">Whether the list columns went along.</param>
    public void Written(Segment segment, bool isListed)
    {
        var (id, view) = (segment.Claim.Id, segment.View);
        lock (_changing)
        {
            if (isListed)
            {
                _behind.Remove(id);
                _entries.Remove(id);
                if (!view.IsFinal)
                {
                    _entries.Add(id, new Entry(view.Status, view.ClosesAt, time.GetTimestamp()));
                }
            }
            else if (_entries.ContainsKey(id))
            {
                _behind[id] = segment;
            }
        }
    }

    /// <summary>The newest segment of an auction, if its list columns are behind; else null.</summary>
    public Segment? Behind(AuctionId id)
    {
        lock (_changing)
        {
            return _behind.GetValueOrDefault(id);
        }
    }

    /// <summary>The newest segments of some auctions that are behind for long enough.</summary>
    public List<Segment> Behind(int most)
    {
        lock (_changing)
        {
            return [.. _behind.Values
                .Where(segment => time.GetElapsedTime(_entries[segment.Claim.Id].ListedAt) >= Interval)
                .Take(most)];
        }
    }

    /// <summary>List columns are as of this segment.</summary>
    public void Listed(Segment segment)
    {
        var id = segment.Claim.Id;
        lock (_changing)
        {
            if (_entries.TryGetValue(id, out var entry))
            {
                _entries[id] = entry with { ListedAt = time.GetTimestamp() };
            }

            if (ReferenceEquals(_behind.GetValueOrDefault(id), segment))
            {
                _behind.Remove(id);
            }
        }
    }

    /// <summary>Somebody else has the auction, or nobody.</summary>
    public void Forget(AuctionId id)
    {
        lock (_changing)
        {
            _entries.Remove(id);
            _behind.Remove(id);
        }
    }

    private readonly record struct Entry(AuctionStatus Status, DateTimeOffset ClosesAt, long ListedAt);
}
