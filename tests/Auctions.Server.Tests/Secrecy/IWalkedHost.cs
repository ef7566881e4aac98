using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>What a walk is taken through: it logs all that it can and exports all that it measures.</summary>
internal interface IWalkedHost : IRunning
{
    /// <summary>Ends its processes without a warning and starts them again; the address may be another then.</summary>
    Task CrashAsync();

    /// <summary>Keeps an auction's shard from being written to while something is done.</summary>
    Task WhileUnwritableAsync(string auction, Func<Task> act);

    /// <summary>Ends it as an operator does, with everything exported.</summary>
    Task StopAsync();
}
