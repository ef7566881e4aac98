namespace Auctions.Bench.Scaling;

/// <summary>By what silos are scaled.</summary>
internal enum Policy
{
    /// <summary>By use of processors, as it is everywhere.</summary>
    Cpu,

    /// <summary>The same, but with more room: it costs about as much as the forecast.</summary>
    RoomyCpu,

    /// <summary>By the forecast of the closings.</summary>
    Forecast,

    /// <summary>By whichever wants more.</summary>
    Both,
}
