using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Web.Tests.Internal;

/// <summary>Lists of open auctions as a test says, in the order it gives them.</summary>
internal sealed class ListedLots : IReadModels
{
    public List<AuctionView> Open { get; } = [];

    /// <summary>How many pages were read.</summary>
    public int Pages { get; private set; }

    public IReadOnlyList<int> Missing { get; set; } = [];

    /// <summary>Why nothing can be read; null: all can.</summary>
    public Exception? Fault { get; set; }

    public TimeSpan LagMax => TimeSpan.Zero;

    public Task<AuctionPage> ListAsync(AuctionQuery query, CancellationToken cancellation)
    {
        if (Fault is not null)
        {
            return Task.FromException<AuctionPage>(Fault);
        }

        Pages++;
        var rest = Open.SkipWhile(view =>
            query.After is { } after && (view.ClosesAt, view.Id).CompareTo((after.ClosesAt, after.Id)) <= 0).ToList();
        var items = rest.Take(query.Limit).ToList();
        DueAuction? next = rest.Count > items.Count ? new DueAuction(items[^1].ClosesAt, items[^1].Id) : null;
        return Task.FromResult(new AuctionPage(items, next, Missing, query.Now));
    }

    public Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<OwnBidsPage> OwnBidsAsync(
        PersonId bidder, OwnBidsCursor? after, int limit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<OwnBidsPage> OwnBidsOnAsync(PersonId bidder, AuctionId auction, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation) => throw new NotSupportedException();
}
