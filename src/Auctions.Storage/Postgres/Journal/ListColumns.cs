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
            if (isListed && view.IsFinal)
            {
                _entries.Remove(id);
            }
            else if (isListed)
            {
                _entries[id] = new Entry(view.Status, view.ClosesAt, time.GetTimestamp(), Behind: null);
            }
            else if (_entries.TryGetValue(id, out var entry))
            {
                _entries[id] = entry with { Behind = segment };
            }
        }
    }

    /// <summary>The newest segment of an auction, if its list columns are behind; else null.</summary>
    public Segment? Behind(AuctionId id)
    {
        lock (_changing)
        {
            return _entries.GetValueOrDefault(id).Behind;
        }
    }

    /// <summary>Somebody else has the auction, or nobody.</summary>
    public void Forget(AuctionId id)
    {
        lock (_changing)
        {
            _entries.Remove(id);
        }
    }

    /// <summary>The newest segments of some auctions that are behind for long enough.</summary>
    public List<Segment> Behind(int most)
    {
        lock (_changing)
        {
            return [.. _entries.Values
                .Where(entry => entry.Behind is not null && time.GetElapsedTime(entry.ListedAt) >= Interval)
                .Select(entry => entry.Behind!)
                .Take(most)];
        }
    }

    /// <summary>List columns are as of this segment.</summary>
    public void Listed(Segment segment)
    {
        lock (_changing)
        {
            if (_entries.TryGetValue(segment.Claim.Id, out var entry))
            {
                _entries[segment.Claim.Id] = entry with
                {
                    ListedAt = time.GetTimestamp(),
                    Behind = entry.Behind == segment ? null : entry.Behind,
                };
            }
        }
    }

    private readonly record struct Entry(
        AuctionStatus Status, DateTimeOffset ClosesAt, long ListedAt, Segment? Behind);
}
