namespace Auctions.Bench.Scaling;

/// <summary>How long what takes in a cluster, in seconds.</summary>
/// <param name="Start">From the wish for a silo until its process runs: schedule, image, start.</param>
/// <param name="Join">Until it has auctions.</param>
/// <param name="Sync">How often is looked whether to scale, and how often the forecast is asked.</param>
/// <param name="MetricWindow">Over so long the use of processors is a mean, known as long after.</param>
/// <param name="ScaleDown">For so long nothing may have asked for more before a silo goes.</param>
internal sealed record Times(int Start = 60, int Join = 15, int Sync = 15, int MetricWindow = 15, int ScaleDown = 900);
