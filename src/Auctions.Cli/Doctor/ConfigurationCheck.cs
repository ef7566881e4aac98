using Auctions.Engine;
using Microsoft.Extensions.Configuration;

namespace Auctions.Cli.Doctor;

/// <summary>The configuration by itself: keys that mean nothing, values that contradict each other.</summary>
internal static class ConfigurationCheck
{
    private const string Area = "configuration";
    private const int DescriptorsBesideConnections = 1_000;

    public static IEnumerable<Finding> Run(Patient patient) =>
    [
        .. UnknownKeys(patient),
        .. EngineTimes(patient),
        .. Safety(patient),
        .. KeyFile(patient),
        .. Descriptors(patient),
    ];

    private static IEnumerable<Finding> UnknownKeys(Patient patient)
    {
        var unknown = patient.Configuration.AsEnumerable()
            .Where(setting => setting.Value is not null && ConfigurationKeys.IsUnknown(setting.Key))
            .Select(setting => setting.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var key in unknown)
        {
            var nearest = ConfigurationKeys.Nearest(key);
            yield return Finding.Warning(
                Area,
                $"{key} is set, and no program reads it.",
                nearest is null ? "Remove it." : $"If {nearest.Replace(":#", ":0", StringComparison.Ordinal)} is " +
                    "meant, write that; else remove it.");
        }

        if (unknown.Count == 0)
        {
            yield return Finding.Ok(Area, "every key that is set is known.");
        }
    }

    private static IEnumerable<Finding> EngineTimes(Patient patient)
    {
        var options = new EngineOptions();
        string? unreadable = null;
        try
        {
            patient.Configuration.GetSection(EngineOptions.Section).Bind(options);
            options.BidsPerBidderPerMinute =
                patient.Configuration.GetValue<int?>("Limits:BidsPerBidderPerMinute") ?? 0;
        }
        catch (InvalidOperationException refused)
        {
            unreadable = refused.Message;
        }

        if (unreadable is not null)
        {
            yield return Finding.Fault(Area, unreadable, "Write a whole number there.");
            yield break;
        }

        foreach (var problem in new EngineOptionsValidator().Validate(null, options).Failures ?? [])
        {
            yield return Finding.Fault(Area, problem, "Set it so, or leave it out to have the default.");
        }
    }

    private static IEnumerable<Finding> Safety(Patient patient)
    {
        if (patient.IsDevelopment)
        {
            yield return Finding.Warning(
                Area,
                "the environment is Development: anybody is whoever the header X-User says, and limits are off.",
                "Set ASPNETCORE_ENVIRONMENT=Production wherever others can reach it.");
        }

        string[] limits = patient.SpeaksHttp
            ? ["BidsPerBidderPerMinute", "CallsPerPersonPerMinute", "RequestsPerAddressPerMinute"]
            : ["BidsPerBidderPerMinute"];
        foreach (var limit in limits.Where(limit => patient.Setting($"Limits:{limit}") == "0"))
        {
            yield return Finding.Warning(
                Area,
                $"Limits:{limit} is 0: one caller may take all there is.",
                "Leave it out to have the default.");
        }

        foreach (var name in Unsafe(patient))
        {
            yield return Finding.Warning(
                Area,
                $"Storage:AllowUnsafe accepts an unsafe {name}.",
                name == "tls"
                    ? "Set SSL Mode=VerifyFull in the connection strings and take it out."
                    : $"Make {name} safe on every server, and take it out: acknowledged bids can be lost.");
        }

        if (patient.IsInCluster && bool.TryParse(patient.Setting("Cluster:AllowPlain"), out var plain) && plain)
        {
            yield return Finding.Warning(
                Area,
                "Cluster:AllowPlain is true: whoever reaches a silo's ports is trusted.",
                "Set Cluster:Tls:CertificateFile, Cluster:Tls:KeyFile and Cluster:Tls:AuthorityFile.");
        }
    }

    private static IEnumerable<string> Unsafe(Patient patient) => patient.Configuration
        .GetSection("Storage:AllowUnsafe")
        .AsEnumerable()
        .SelectMany(setting => (setting.Value ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Distinct();

    private static IEnumerable<Finding> KeyFile(Patient patient)
    {
        const string Key = "Privacy:IdentityKeyFile";
        const int BytesMin = 32;
        if (patient.Setting(Key) is not { } path)
        {
            yield break;
        }

        var file = new FileInfo(path);
        if (!file.Exists || file.Length < BytesMin)
        {
            yield return Finding.Fault(
                Area,
                $"{Key} is {path}, which {(file.Exists ? $"holds only {file.Length} bytes" : "is not there")}.",
                "Put the store's key there. Only a new store may get a new one: openssl rand -out FILE 32.");
        }
        else if (!OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.OtherWrite))
        {
            yield return Finding.Warning(
                Area, $"anybody on this machine may change {path}, the key of the pseudonyms.", $"chmod 400 {path}");
        }
    }

    // A process that runs out of them can neither accept a connection nor open a file.
    private static IEnumerable<Finding> Descriptors(Patient patient)
    {
        const string Limits = "/proc/self/limits";
        const int ConnectionsMaxDefault = 50_000;
        if (!patient.SpeaksHttp || !File.Exists(Limits))
        {
            yield break;
        }

        // What is no number there is refused by the program itself.
        var connections = long.TryParse(patient.Setting("Limits:ConnectionsMax"), out var set)
            ? set
            : ConnectionsMaxDefault;
        var needed = connections + DescriptorsBesideConnections;
        var line = File.ReadLines(Limits).First(text => text.StartsWith("Max open files", StringComparison.Ordinal));
        if (long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], out var allowed) &&
            allowed < needed)
        {
            yield return Finding.Warning(
                "this machine",
                $"who runs this may open {allowed} files, and {connections} connections need some {needed}.",
                $"Raise it (ulimit -Hn {needed}, or LimitNOFILE={needed} for systemd), or lower " +
                "Limits:ConnectionsMax.");
        }
    }
}
