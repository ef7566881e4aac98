using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Scenarios;

/// <summary>Requests that are repeated, reordered, delayed, or cut on their way.</summary>
internal static class RequestFaults
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Mistreated("requests-mistreated", "on PostgreSQL", StoreKind.Postgres),
        Mistreated("requests-mistreated-sqlite", "on SQLite", StoreKind.Sqlite),
        Mistreated("cluster-requests-mistreated", "before a front end", StoreKind.Postgres) with
        {
            Needs = Needs.Orleans,
            Silos = Clusters.Silos,
            Plan = Clusters.Airy,
            FrontEnds = 1,
        },
    ];

    private static Scenario Mistreated(string name, string where, StoreKind store)
    {
        RudeProxy? proxy = null;
        return new Scenario(
            name,
            "requests repeated, reordered, delayed, cut",
            "For 10 s a proxy before the server sends requests twice, late and so in another order, half, or not at " +
            $"all, and loses answers; {where}.",
            store,
            async (stage, cancellation) =>
            {
                stage.FaultBegins();
                proxy!.IsRude = true;
                await Task.Delay(Lasting, cancellation);

                // A busy machine sends so few requests that chance may have left something out.
                await stage.Storm.UntilAsync(
                    () => proxy.Deeds.All(deed => deed > 0), "the proxy was rude in every way", Patience, cancellation);
                proxy.IsRude = false;
                stage.FaultEnds();
                stage.Say(proxy.ToString());
                await stage.UntilAllServedAsync(cancellation);
            })
        {
            PrepareAsync = (scenery, _) =>
            {
                scenery.Between = server =>
                {
                    proxy = scenery.Workshop.Own(RudeProxy.Before(server));
                    return Task.FromResult(proxy.Url);
                };
                return Task.CompletedTask;
            },
        };
    }
}
