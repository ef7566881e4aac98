using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>A journal to put under contract, and whatever has to go with it.</summary>
public interface IJournalHarness : IDisposable
{
    IJournal Journal { get; }
}
