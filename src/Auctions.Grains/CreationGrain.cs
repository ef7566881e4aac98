using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Grains.Messages;
using Orleans.Concurrency;

namespace Auctions.Grains;

[StatelessWorker, Reentrant]
internal sealed class CreationGrain(PlacedAuctions auctions, IGrainFactory grains) : Grain, ICreationGrain
{
    public async ValueTask<AnswerMessage> CreateAsync(RequestMessage request) => AnswerMessage.Of(
        await auctions.CreateAsync(request.ToRequest(), SubmitAsync, ViewAsync, CancellationToken.None));

    private async ValueTask<Answer> SubmitAsync(AuctionId id, CreateAuction command) =>
        (await grains.GetGrain<IAuctionGrain>(id.Value).SubmitAsync(CommandMessage.Of(command))).ToAnswer();

    private async ValueTask<Answer> ViewAsync(AuctionId id) =>
        (await grains.GetGrain<IAuctionGrain>(id.Value).ViewAsync()).ToAnswer();
}
