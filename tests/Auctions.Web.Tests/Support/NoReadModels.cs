using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Web.Tests.Support;

/// <summary>Read models that know nothing.</summary>
internal sealed class NoReadModels : IReadModels
{
    public TimeSpan LagMax => TimeSpan.Zero;

    public Task<AuctionPage> ListAsync(AuctionQuery query, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<OwnBidsPage> OwnBidsAsync(
        PersonId bidder, OwnBidsCursor? after, int limit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<OwnBidsPage> OwnBidsOnAsync(PersonId bidder, AuctionId auction, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<PersonId, string>>(new Dictionary<PersonId, string>());
}
