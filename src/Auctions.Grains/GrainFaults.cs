namespace Auctions.Grains;

/// <summary>What a failed grain call means.</summary>
internal static class GrainFaults
{
    /// <summary>Whether a cluster may fail a call like this; anything else is a bug.</summary>
    public static bool IsExpected(Exception failed) =>
        failed is OrleansException or TimeoutException or OperationCanceledException or ObjectDisposedException
            or IOException or System.Net.Sockets.SocketException or NoSiloException;

    /// <summary>Whether the call was certainly not carried out: it was turned away before its grain saw it.</summary>
    public static bool IsTurnedAway(Exception failed) =>
        failed is GatewayTooBusyException or LimitExceededException or NoSiloException;
}
