using Auctions.Engine.Commit;

namespace Auctions.Engine.Hosting;

/// <summary>The loops of one shard.</summary>
internal sealed record ShardServices(
    int Shard, ShardWriter Writer, ShardOpener Opener, Snapshotter Snapshotter, ShardHealth Health, HostServices Hosts);
