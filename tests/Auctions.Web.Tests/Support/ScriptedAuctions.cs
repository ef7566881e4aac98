using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;

namespace Auctions.Web.Tests.Support;

/// <summary>One auction whose views a test publishes.</summary>
internal sealed class ScriptedAuctions(TimeProvider time) : IAuctions
{
    private readonly TaskCompletionSource _broken = new();

    public ViewFeed Feed { get; } = new();

    public int Followers { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public bool IsReady => true;

    public ValueTask<Answer> CreateAsync(AuctionRequest request, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>What a command is answered; null: none is expected.</summary>
    public Func<AuctionId, Answer>? OnSubmit { get; set; }

    public ValueTask<Answer> SubmitAsync(AuctionId id, AuctionCommand command, CancellationToken cancellation) =>
        OnSubmit is { } answer ? ValueTask.FromResult(answer(id)) : throw new NotSupportedException();

    public ValueTask<Answer> ViewAsync(AuctionId id, long after, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>Following fails from the next view on.</summary>
    public void Break() => _broken.SetResult();

    public async IAsyncEnumerable<AuctionView> WatchAsync(
        AuctionId id,
        long after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        Followers++;
        try
        {
            await foreach (var view in Feed.WatchAsync(after, cancellation))
            {
                if (_broken.Task.IsCompleted)
                {
                    throw new InvalidOperationException("The script says so.");
                }

                yield return view;
            }
        }
        finally
        {
            Followers--;
        }
    }
}
