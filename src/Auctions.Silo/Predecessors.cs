using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Auctions.Silo;

/// <summary>
/// Has a silo wait, before it looks for the others, for members that are gone and not stale yet: after all silos were
/// lost nobody is left to vote them out. Orleans asks which members are stale only when its table changes, so a silo
/// that looked too early would never find them so, and would give up after <c>MaxJoinAttemptTime</c>. Members that
/// take connections are not waited for.
/// </summary>
internal sealed class Predecessors(
    IMembershipTable table,
    ILocalSiloDetails self,
    IOptions<ClusterMembershipOptions> options,
    TimeProvider time,
    ILogger<Predecessors> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // Without a sign of life for so long a member is stale: by Orleans' own rule, which it does not show.
    private readonly TimeSpan _stale =
        options.Value.IAmAliveTablePublishTimeout * options.Value.NumMissedTableIAmAliveLimit;

    // After this silo has told the others that it joins, before it asks whether they answer.
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(Predecessors), ServiceLifecycleStage.ValidateInitialConnectivity - 1, WaitAsync);

    /// <summary>Waits until every member takes connections or is stale.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        for (var said = false; ; said = true)
        {
            var gone = await FindGoneAsync(cancellation);

            // What still shows life after that long is alive, and only cannot be reached from here.
            if (gone.Count == 0 || time.GetElapsedTime(began) > _stale)
            {
                return;
            }

            if (!said)
            {
                Log.WaitingForPredecessors(logger, string.Join(", ", gone), _stale.TotalSeconds);
            }

            await Task.Delay(LookInterval, time, cancellation);
        }
    }

    private async Task<List<SiloAddress>> FindGoneAsync(CancellationToken cancellation)
    {
        var members = (await table.ReadAll()).Members.Select(member => member.Item1);
        var now = time.GetUtcNow().UtcDateTime;
        var gone = new List<SiloAddress>();
        foreach (var member in members.Where(member =>
            member.Status == SiloStatus.Active && !member.SiloAddress.Equals(self.SiloAddress) &&
            now - LastSignOf(member) <= _stale))
        {
            if (!await TakesConnectionsAsync(member.SiloAddress.Endpoint, cancellation))
            {
                gone.Add(member.SiloAddress);
            }
        }

        return gone;
    }

    private static DateTime LastSignOf(MembershipEntry member) =>
        member.IAmAliveTime > member.StartTime ? member.IAmAliveTime : member.StartTime;

    private async Task<bool> TakesConnectionsAsync(IPEndPoint address, CancellationToken cancellation)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        impatient.CancelAfter(options.Value.ProbeTimeout);
        try
        {
            await socket.ConnectAsync(address, impatient.Token);
            return true;
        }
        catch (Exception failed) when (
            failed is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
