using System.Net;

namespace Auctions.Grains.Tests.Support;

/// <summary>A membership table with one active member, which can only be read.</summary>
internal sealed class OneMember(IPEndPoint address, DateTimeOffset lastSign) : IMembershipTable
{
    public Task<MembershipTableData> ReadAll()
    {
        var member = new MembershipEntry
        {
            SiloAddress = SiloAddress.New(address, 1),
            SiloName = "gone",
            Status = SiloStatus.Active,
            StartTime = lastSign.UtcDateTime.AddMinutes(-1),
            IAmAliveTime = lastSign.UtcDateTime,
        };
        return Task.FromResult(new MembershipTableData(Tuple.Create(member, "1"), new TableVersion(1, "1")));
    }

    public Task InitializeMembershipTable(bool tryInitTableVersion) => throw new NotSupportedException();

    public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

    public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        throw new NotSupportedException();

    public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();
}
