using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>A history of what is hot to put under contract.</summary>
public interface IHeatHistoryHarness : IAsyncDisposable
{
    IHeatHistory History { get; }

    /// <summary>Does to the audit table, which takes the place of {0}, what no server may.</summary>
    /// <exception cref="Exception">It cannot be done.</exception>
    void Change(string statement);

    /// <summary>Ends the store and opens it again.</summary>
    Task RestartAsync();
}
