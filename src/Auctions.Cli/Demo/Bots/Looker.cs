namespace Auctions.Cli.Demo.Bots;

/// <summary>Looks and never bids, like most people in a sale room.</summary>
internal sealed class Looker(string name, DateTimeOffset arrivesAt) : Bot(name, long.MaxValue, arrivesAt)
{
    protected override long? Choose(LotSight lot, DateTimeOffset now) => null;
}
