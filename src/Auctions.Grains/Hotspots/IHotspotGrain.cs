namespace Auctions.Grains.Hotspots;

/// <summary>
/// Where the frames of all processes of a cluster come together: one activation, on any silo, that begins again
/// elsewhere when its silo is lost. Bytes are those of <see cref="Engine.Heat.HeatCodec"/>, which processes of two
/// versions understand.
/// </summary>
[Alias("hotspots")]
public interface IHotspotGrain : IGrainWithIntegerKey
{
    /// <summary>How long a remedy is waited for, as <see cref="TimeSpan.Parse(string)"/> reads it.</summary>
    internal const string RemedyPatience = "00:02:00";

    /// <summary>Takes frames of one process; answers what processes have to do.</summary>
    [Alias("report")]
    Task<byte[]> ReportAsync(byte[] frames);

    /// <summary>What is known of a time.</summary>
    [Alias("read")]
    Task<byte[]> ReadAsync(byte[] query);

    /// <summary>What a remedy would do. Asks databases and silos, so it is given longer than other calls.</summary>
    [Alias("plan")]
    [ResponseTimeout(RemedyPatience)]
    Task<byte[]> PlanAsync(byte[] remedy);

    /// <summary>Does it. A big auction takes a while.</summary>
    [Alias("apply")]
    [ResponseTimeout(RemedyPatience)]
    Task<byte[]> ApplyAsync(byte[] remedy, string actor);
}
