using Auctions.Chaos.Machines;
using Auctions.Chaos.Servers;
using Npgsql;

namespace Auctions.Chaos.Scenarios;

/// <summary>
/// Silos that are cut from each other and all still reach the databases: the first silo and a front end are in a
/// network of their own, with one cable for what silos and front ends say to each other and one for databases and
/// clients.
/// </summary>
internal static class PartitionFaults
{
    // The silo alone in its part must find out that the others hold it for dead.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<Scenario> All { get; } = [Cut()];

    private static Scenario Cut()
    {
        PrivateNetwork? silos = null;
        return Clusters.On(
            "silos-cut-from-each-other",
            "silos cut from each other, both still at the database",
            "The cable between one silo and front end and the others is pulled out until that silo has ended by " +
            "itself; mended, and a new start.",
            (stage, cancellation) => stage.RoundsAsync(
                async _ =>
                {
                    var silo = stage.SiloOf(0);
                    stage.FaultBegins();
                    await silos!.CutAsync();
                    try
                    {
                        stage.Demand(
                            await silo.EndAsync(EndsWithin, cancellation) != 0, "the silo that was alone ended well");
                    }
                    finally
                    {
                        await silos.MendAsync();
                    }

                    stage.FaultEnds();
                    await stage.ServeAsync(silo, cancellation);
                },
                cancellation)) with
        {
            Needs = Needs.Orleans | Needs.NetworkNamespaces,
            PrepareAsync = async (scenery, _) =>
            {
                silos = scenery.Workshop.Own(await PrivateNetwork.MakeAsync());
                var others = scenery.Workshop.Own(await PrivateNetwork.MakeAsync(silos));
                var relays = new Relays(scenery.Workshop, others);
                var inside = new ServerLaunch { Host = $"{others.There}", Translate = relays.Translate };
                inside.Prefix.AddRange(silos.Prefix);
                scenery.FrontEnds[0] = inside;
                for (var silo = 0; silo < Clusters.Silos; silo++)
                {
                    var launch = scenery.Silos[silo] = new ServerLaunch();
                    launch.Options.AddRange(["--Silo:Address", $"{(silo == 0 ? silos.There : silos.Here)}"]);
                }

                scenery.Silos[0].Host = inside.Host;
                scenery.Silos[0].Translate = inside.Translate;
                scenery.Silos[0].Prefix.AddRange(inside.Prefix);
            },
        };
    }

    /// <summary>Brings databases of this machine into a private network.</summary>
    private sealed class Relays(Workshop workshop, PrivateNetwork network)
    {
        private readonly Dictionary<int, int> _ports = [];

        /// <summary>A connection string as it has to be there; anything else as it is.</summary>
        public string Translate(string option)
        {
            if (!option.Contains("Host=", StringComparison.OrdinalIgnoreCase))
            {
                return option;
            }

            var connection = new NpgsqlConnectionStringBuilder(option);
            if (!_ports.TryGetValue(connection.Port, out var port))
            {
                port = workshop.Own(RudeProxy.At(network.Here, connection.Port)).Port;
                _ports.Add(connection.Port, port);
            }

            connection.Host = $"{network.Here}";
            connection.Port = port;
            return connection.ConnectionString;
        }
    }
}
