using Auctions.Postgres.Tests;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Postgres.Tests.Support;

/// <summary>One server for all parts of the suite, on four shards and a meta database.</summary>
public sealed class SharedPostgresServer : SharedServer
{
    protected override async Task<IAsyncDisposable> MakeStoreAsync() => await StoreDatabases.MakeAsync(shards: 4);

    protected override IReadOnlyList<string> OptionsOf(IAsyncDisposable store) => ((StoreDatabases)store).Options;
}
