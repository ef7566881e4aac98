using Auctions.Grains.Messages;

namespace Auctions.Grains;

/// <summary>
/// Where sellers' wishes become auctions, on any silo: binds the idempotency key, then has the new auction create
/// itself.
/// </summary>
[Alias("creation")]
public interface ICreationGrain : IGrainWithIntegerKey
{
    [Alias("create")]
    ValueTask<AnswerMessage> CreateAsync(RequestMessage request);
}
