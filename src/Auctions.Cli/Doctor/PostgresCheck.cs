using Auctions.Core;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.Replicas;
using Auctions.Storage.Postgres.Schema;

namespace Auctions.Cli.Doctor;

/// <summary>A store on PostgreSQL: whether it can be reached, what it is like, whether there is room in it.</summary>
internal static class PostgresCheck
{
    private const int VersionMin = 15;

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        Patient patient, PostgresStoreOptions servers, CancellationToken cancellation)
    {
        var facts = await ServerExamination.RunAsync(servers, patient.Time, cancellation);
        var findings = new List<Finding>(facts.SelectMany(server => Of(server, patient)));
        findings.AddRange(Rooms(facts.Where(server => server.Failure is null), patient.Processes));
        findings.AddRange(ClockCheck.Of(
            [.. facts.Where(server => server.Failure is null)
                .Select(server => new ClockReading(server.Name, server.ClockAhead, server.ClockUncertainty))]));
        if (facts.Any(server => server.Failure is not null))
        {
            return findings;
        }

        findings.AddRange(await SchemasAsync(servers, cancellation));
        if (findings.All(finding => finding is not { Severity: Severity.Fault, Area: "schema" }))
        {
            findings.AddRange(await SlotsAsync(servers, cancellation));
            findings.AddRange(await ReplicasAsync(servers, cancellation));
        }

        return findings;
    }

    private static List<Finding> Of(ServerFacts server, Patient patient)
    {
        var area = server.Name;
        if (server.Failure is { } failure)
        {
            return
            [
                Finding.Fault(
                    area,
                    $"{server.Address} cannot be used: {failure}",
                    $"See that it runs, that this machine reaches it, and that its connection string has the right " +
                    "login, password and certificate."),
            ];
        }

        var findings = new List<Finding>
        {
            Finding.Ok(area, $"{server.Address} answers, PostgreSQL {server.Version}."),
        };
        findings.AddRange(server.Unsafe.Select(problem => Finding.Fault(
            area, problem, "Change it on that server; reload or restart it.")));
        Add(server.Version < VersionMin, Finding.Fault(
            area, $"{server.Address} is PostgreSQL {server.Version}.", $"Use {VersionMin} or later."));
        Add(server.IsStandby, Finding.Fault(
            area,
            $"{server.Address} is a standby, which takes no bids.",
            "Name the primary here, and standbys in Storage:Replicas."));
        Add(!server.IsEncrypted && !server.IsLocal && !patient.IsDevelopment, Finding.Fault(
            area,
            $"bids and passwords travel to {server.Address} in plain text.",
            "Write SSL Mode=VerifyFull and Root Certificate=FILE into its connection string."));
        Add(!server.ChecksAsserts && area == "meta", Finding.Fault(
            area,
            "plpgsql.check_asserts is off, on which the cluster's membership relies.",
            "Set it to on for this database."));
        Add(server.PasswordEncryption != "scram-sha-256", Finding.Warning(
            area,
            $"{server.Address} keeps new passwords as {server.PasswordEncryption}.",
            "Set password_encryption to scram-sha-256 and set the passwords anew."));
        Add(server.IsSuperuser && !patient.IsDevelopment, Finding.Warning(
            area,
            "the login is a superuser: it could change what the journal holds.",
            "Log in as one who has auctions_writer, auctions_projector, auctions_reader and auctions_cluster only."));
        Add(server.SynchronousStandbys.Length == 0 && !patient.IsDevelopment, Finding.Warning(
            area,
            $"no commit on {server.Address} waits for a second machine: if its disk is lost, so is what it " +
            "acknowledged.",
            "Give it a synchronous standby: synchronous_standby_names, such as ANY 1 (*)."));
        return findings;

        void Add(bool holds, Finding finding)
        {
            if (holds)
            {
                findings.Add(finding);
            }
        }
    }

    // Databases may share a server, and with it the bound on its connections.
    private static IEnumerable<Finding> Rooms(IEnumerable<ServerFacts> facts, int processes) =>
        from server in facts
        group server by server.Address.Split('/')[0] into shared
        let each = shared.Sum(server => server.ConnectionsPerProcess)
        let free = shared.Min(server => server.ConnectionsFree)
        select each * processes <= free
            ? Finding.Ok(
                "pools",
                $"{processes} times {each} connections find room at {shared.Key}, which has it for {free}.")
            : Finding.Fault(
                "pools",
                $"{processes} times {each} connections may be opened to {shared.Key}, which has room for " +
                $"{Math.Max(0, free)}.",
                $"Raise max_connections there by {(each * processes) - Math.Max(0, free)} or more, or run fewer " +
                "processes.");

    private static async Task<IEnumerable<Finding>> SchemasAsync(
        PostgresStoreOptions servers, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var report in await Deployment.ExamineAsync(servers, cancellation))
        {
            findings.Add(report.Problem is { } problem
                ? Finding.Fault(
                    "schema",
                    problem,
                    report.State is { IsCurrent: true }
                        ? "See what differs (pg_dump --schema-only) and undo it; then auctions verify."
                        : "Run auctions db migrate, or the version of this program that made it.")
                : Finding.Ok("schema", $"{report.Name} is as version {report.State!.Applied} made it."));
            findings.AddRange(report.Notes.Select(note => Finding.Warning(
                "schema", note, "Do as it says.")));
        }

        return findings;
    }

    private static async Task<IEnumerable<Finding>> SlotsAsync(
        PostgresStoreOptions servers, CancellationToken cancellation)
    {
        try
        {
            var (version, shards) = await ShardPlan.ReadAsync(servers, cancellation);
            var assigned = shards.Sum(shard => shard.Slots);
            var strange = await ShardPlan.FindStrangersAsync(servers, cancellation);
            return
            [
                assigned == Slot.Count
                    ? Finding.Ok("slot map", $"version {version} puts all {assigned} slots on {shards.Count} shards.")
                    : Finding.Fault(
                        "slot map",
                        $"version {version} leaves {Slot.Count - assigned} of {Slot.Count} slots without a shard.",
                        "Name all shards in Storage:Shards; if they are, restore the meta database."),
                .. strange.Select(problem => Finding.Fault(
                    "slot map", problem, "Put each connection string at the number that is said of it.")),
            ];
        }
        catch (Exception failed) when (failed is StorageException or ArgumentException)
        {
            return
            [
                Finding.Fault(
                    "slot map", failed.Message, "Name all shards in Storage:Shards, in the order of their numbers."),
            ];
        }
    }

    private static async Task<IEnumerable<Finding>> ReplicasAsync(
        PostgresStoreOptions servers, CancellationToken cancellation) =>
        from replica in await ReplicaExamination.RunAsync(servers, cancellation)
        select replica.Problem is { } problem
            ? Finding.Warning(
                "replicas",
                $"{replica.Name} at {replica.Address} is not read: {problem}",
                "Mend it, or take it out of Storage:Replicas.")
            : Finding.Ok("replicas", $"{replica.Name} at {replica.Address} is a standby of its shard.");
}
