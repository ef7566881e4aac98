using System.Net;
using Auctions.Engine;
using Auctions.Grains;
using Auctions.Grains.Live;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Auctions.Silo;

/// <summary>
/// How silos find each other, and how soon they give one up. The defaults of Orleans suit services that may pause for
/// fifteen seconds; an auction's last seconds cannot.
/// </summary>
internal static class SiloCluster
{
    private const string Invariant = "Npgsql";

    public static void Configure(
        ISiloBuilder silo, SiloOptions options, ClusterNames names, string database)
    {
        silo.Configure<ClusterOptions>(names.Set);
        var address = IPAddress.TryParse(options.Address, out var parsed) ? parsed : IPAddress.Loopback;
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = address;
            endpoints.SiloPort = options.Port;
            endpoints.GatewayPort = options.GatewayPort;

            // Named, for on Kubernetes they would otherwise be all addresses, and of IPv4 alone.
            endpoints.SiloListeningEndpoint = new IPEndPoint(address, options.Port);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(address, options.GatewayPort);
        });
        silo.UseAdoNetClustering(table =>
        {
            table.Invariant = Invariant;
            table.ConnectionString = database;
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A killed or frozen silo is out after three missed probes of 0.4 s, instead of three of 5 s: within 1.6 s,
            // or 2 s if two silos vote at the same instant, for then one of them has to do it again after its next
            // probe. One that stands still for 0.9 s in every second misses two in a row.
            membership.ProbeTimeout = TimeSpan.FromMilliseconds(400);
            membership.NumMissedProbesLimit = 3;

            // Silos that ask each other to probe a third one discount each other's word once they find themselves slow,
            // as they do with one of three frozen. So each decides by itself, and a vote from long ago does not count
            // together with one of today.
            membership.EnableIndirectProbes = false;
            membership.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(10);

            // After a total outage on new addresses the old entries count as dead after 15 s, instead of 90, which new
            // silos wait for (Predecessors); one that cannot join ends, so that its supervisor starts it anew.
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(30);
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        });

        // Fewer doubled activations while members come and go than with the default directory. Kind and number of
        // partitions are agreed upon by all silos, so neither is ever changed in a rolling way.
#pragma warning disable ORLEANSEXP003 // The best there is, and the fence does not rely on it.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Services.AddOptions<SiloMessagingOptions>().Configure<IOptions<GrainOptions>, IOptions<EngineOptions>>(
            (messaging, calls, engine) =>
            {
                messaging.ResponseTimeout = calls.Value.CallDeadline;

                // The grain directory asks a silo that was found dead for its part, and until that call is given up no
                // auction of that part is found. By default that takes 30 s. See also DeadConnections.
                messaging.SystemResponseTimeout = TimeSpan.FromSeconds(2);

                // Without a bound by default. It counts running calls too, and a call waits for the disk.
                messaging.MaxEnqueuedRequestsHardLimit = 2 * engine.Value.QueueDepthMax;
            });
        silo.Configure<DeploymentLoadPublisherOptions>(publisher =>
        {
            // Placement goes by the number of auctions; a silo whose number is not known yet gets none.
            publisher.DeploymentLoadPublisherRefreshTime = TimeSpan.FromMilliseconds(500);
        });
        silo.Configure<LoadSheddingOptions>(shedding =>
        {
            shedding.LoadSheddingEnabled = options.SheddingCpuPercent > 0;
            shedding.CpuThreshold = Math.Max(1, options.SheddingCpuPercent);
        });
        silo.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<EngineOptions>>((collection, engine) =>
        {
            // The engine decides which auctions leave memory; its grains go with them.
            collection.CollectionAge = TimeSpan.FromHours(2);
            collection.ActivationTimeout = TimeSpan.FromSeconds(10);
            collection.DeactivationTimeout = TimeSpan.FromMilliseconds(engine.Value.DeactivationDeadlineMs);
        });
        AddLive(silo, database);
        silo.Services.AddSingleton<Orleans.Runtime.IFatalErrorHandler, SuddenDeath>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DeadConnections>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, Predecessors>();
    }

    private static void AddLive(ISiloBuilder silo, string database)
    {
        silo.AddMemoryStreams(LiveStreams.Provider, streams =>
        {
            streams.ConfigurePartitioning(LiveStreams.Queues);
            streams.ConfigurePullingAgent(agent => agent.Configure(
                pulling => pulling.GetQueueMsgsTimerPeriod = LiveStreams.PullInterval));
        });
        silo.AddAdoNetGrainStorage(LiveStreams.Subscriptions, storage =>
        {
            storage.Invariant = Invariant;
            storage.ConnectionString = database;
        });
    }
}
