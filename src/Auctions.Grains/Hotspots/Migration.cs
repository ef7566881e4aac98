using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Heat;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;

namespace Auctions.Grains.Hotspots;

/// <summary>Has a hot auction decided on another silo: the one with the fewest turns, unless one is named.</summary>
internal sealed class Migration(IGrainFactory grains, AuctionClock clock) : IRemedyHand
{
    /// <summary>What a silo's name as a process begins with.</summary>
    public const string SiloPrefix = "silo ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public RemedyKind Kind => RemedyKind.Migrate;

    public async Task<RemedyReport> PlanAsync(Remedy remedy, HeatFrame recent, CancellationToken cancellation)
    {
        var (from, to, refusal) = await ChooseAsync(remedy, recent);
        return refusal is not null
            ? new RemedyReport(refusal, [], IsDone: false)
            : new RemedyReport(null, StepsOf(remedy.Auction, from!, to!), IsDone: false);
    }

    public async Task<RemedyReport> ApplyAsync(Remedy remedy, HeatFrame recent, CancellationToken cancellation)
    {
        var (from, to, refusal) = await ChooseAsync(remedy, recent);
        if (refusal is not null)
        {
            return new RemedyReport(refusal, [], IsDone: false);
        }

        var began = clock.Time.GetTimestamp();
        var auction = grains.GetGrain<IAuctionGrain>(remedy.Auction.Value);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, to!);
        try
        {
            var isAsked = false;
            while (true)
            {
                SiloAddress? home = null;
                try
                {
                    home = await HomeAsync(auction);
                    if (to!.Equals(home))
                    {
                        break;
                    }

                    if (!isAsked && home is not null)
                    {
                        await auction.AsReference<IGrainManagementExtension>().MigrateOnIdle();
                        isAsked = true;
                    }
                    else
                    {
                        // Where it has left memory and is nowhere yet, a call brings it up, by the same hint.
                        await auction.ViewAsync();
                    }
                }
                catch (Exception failed) when (GrainFaults.IsExpected(failed))
                {
                    // A silo that stands still for longer than calls are waited for is asked again.
                }

                if (clock.Time.GetElapsedTime(began) > Patience)
                {
                    return new RemedyReport(
                        $"{remedy.Auction} is at {home?.ToParsableString() ?? "no silo"} after " +
                        $"{Patience.TotalSeconds:0} s. Look whether the silo is well, and try again.",
                        [],
                        IsDone: false);
                }

                await Task.Delay(Look, clock.Time, cancellation);
            }
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }

        var took = clock.Time.GetElapsedTime(began);
        return new RemedyReport(
            null,
            [.. StepsOf(remedy.Auction, from!, to!), $"It was there after {took.TotalMilliseconds:0} ms."],
            IsDone: true);
    }

    private static string[] StepsOf(AuctionId auction, SiloAddress from, SiloAddress to) =>
    [
        $"{auction} finishes what it has taken on {from.ToParsableString()} and gives up its ownership there.",
        $"It is opened on {to.ToParsableString()}; front ends send bids again that met it on its way, with their keys.",
    ];

    private async Task<(SiloAddress? From, SiloAddress? To, string? Refusal)> ChooseAsync(
        Remedy remedy, HeatFrame recent)
    {
        var silos = (await Management().GetHosts(onlyActive: true)).Keys.ToList();
        var from = await HomeAsync(grains.GetGrain<IAuctionGrain>(remedy.Auction.Value));
        if (from is null)
        {
            return (null, null, $"{remedy.Auction} is in no silo's memory, so nothing is hot. Look at its id.");
        }

        if (remedy.Process is { } wanted)
        {
            var named = silos.Find(silo => SiloPrefix + silo.ToParsableString() == wanted);
            return named is null ? (from, null, $"There is no active silo \"{wanted}\".")
                : named.Equals(from) ? (from, null, $"It is on {wanted} already.")
                : (from, named, null);
        }

        var coolest = silos.Where(silo => !silo.Equals(from)).MinBy(silo => TurnsOn(silo, recent));
        return coolest is null
            ? (from, null, "There is no other silo. Start one first.")
            : (from, coolest, null);
    }

    private static long TurnsOn(SiloAddress silo, HeatFrame recent) => recent.Top
        .Where(heat => heat.Process == SiloPrefix + silo.ToParsableString())
        .Sum(heat => heat.Turns);

    private async Task<SiloAddress?> HomeAsync(IAuctionGrain auction) =>
        await Management().GetActivationAddress(auction);

    private IManagementGrain Management() => grains.GetGrain<IManagementGrain>(0);
}
