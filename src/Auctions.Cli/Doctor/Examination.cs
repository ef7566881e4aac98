using Auctions.Storage;

namespace Auctions.Cli.Doctor;

/// <summary>All checks, one after the other; what one needs of another is seen to by their order.</summary>
internal static class Examination
{
    private static readonly TimeSpan HttpPatience = TimeSpan.FromSeconds(5);

    /// <param name="patient">What is examined.</param>
    /// <param name="url">A server or front end that runs; null: none is asked.</param>
    /// <param name="progress">Told what is looked at.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        Patient patient, Uri? url, Action<string> progress, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = HttpPatience };
        progress("looking at the configuration ...");
        var findings = new List<Finding>(ConfigurationCheck.Run(patient));
        findings.AddRange(ClusterTlsCheck.Run(patient));
        findings.AddRange(await KubernetesCheck.RunAsync(
            patient,
            patient.Setting("Kubernetes:ServiceAccountDirectory") ?? KubernetesCheck.AccountDirectoryDefault,
            cancellation));
        progress("looking at the store ...");
        findings.AddRange(await OfStoreAsync(patient, cancellation));
        progress("looking at the identity provider ...");
        findings.AddRange(await AuthorityCheck.RunAsync(patient, http, cancellation));
        if (url is not null)
        {
            progress($"looking at {url} ...");
            findings.AddRange(await RunningCheck.RunAsync(url, http, patient.Time, cancellation));
        }

        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> OfStoreAsync(Patient patient, CancellationToken cancellation)
    {
        StoreSettings settings;
        try
        {
            settings = StoreSettings.Read(
                patient.Setting,
                Directory.GetCurrentDirectory(),
                migrates: patient.IsDevelopment,
                demandsTls: !patient.IsDevelopment);
            if (patient.IsInCluster)
            {
                settings = settings.Shared(patient.Program == ProgramKind.Silo ? "A silo" : "A front end");
            }
        }
        catch (StorageException refused)
        {
            return [Finding.Fault("configuration", refused.Message, "Do as it says; no program starts else.")];
        }

        if (settings.Postgres is not { } servers)
        {
            return [.. SqliteCheck.Run(patient, settings.Sqlite!.Directory)];
        }

        var findings = new List<Finding>(await PostgresCheck.RunAsync(patient, servers, cancellation));
        var isMetaWell = findings.All(finding =>
            finding.Severity != Severity.Fault || finding.Area is not ("meta" or "schema"));
        if (patient.IsInCluster && isMetaWell)
        {
            findings.AddRange(await ClusterCheck.RunAsync(patient, servers, cancellation));
        }

        return findings;
    }
}
