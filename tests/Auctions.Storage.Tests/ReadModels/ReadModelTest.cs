using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Sqlite;

namespace Auctions.Storage.Tests;

/// <summary>A store with three shards, and what its read models are asked.</summary>
public abstract class ReadModelTest : IDisposable
{
    private protected const int Shards = 3;

    private protected ReadModelTest() => Store = Data.Open();

    private protected DataDirectory Data { get; } = DataDirectory.Made(Shards);

    private protected SqliteStore Store { get; private set; }

    private protected IJournal Journal => Store.Journal;

    private protected IReadModels ReadModels => Store.ReadModels;

    public void Dispose()
    {
        Store.Dispose();
        Data.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Reopen()
    {
        Store.Dispose();
        Store = Data.Open();
    }

    /// <summary>An auction that went through some commands.</summary>
    private protected async Task<Activation> PlayAsync(
        AuctionTerms? terms = null, int? shard = null, params AuctionCommand?[] commands)
    {
        var owner = await Activation.OpenAsync(Journal, shard is { } on ? Journal.IdOn(on) : Given.Id());
        await owner.WriteAsync(Journal, owner.Create(terms));
        if (commands.Length > 0)
        {
            await owner.WriteAsync(Journal, owner.Next(commands));
        }

        return owner;
    }

    private protected async Task NameAsync(string seller, string name) => await Journal.BindCreationKeyAsync(
        new CreationKeyClaim(Given.Person(seller), name, Key: 1, BodyHash: 1, Given.Id()), default);

    /// <summary>Makes a shard unreadable for whoever asks from now on.</summary>
    private protected void Break(int shard) => Data.Run($"shard-{shard:00}.db", "alter table head rename to lost");

    private protected void Mend(int shard) => Data.Run($"shard-{shard:00}.db", "alter table lost rename to head");
}
