using System.Data;

namespace Auctions.Postgres.Tests.Cluster;

/// <summary>State of grains: the statements that the persistence provider of Orleans runs.</summary>
public sealed class GrainStateTests(OwnCluster database) : IClassFixture<OwnCluster>
{
    private readonly string _grain = $"{Guid.NewGuid():N}";

    [Fact]
    public async Task What_was_written_is_read_with_its_version()
    {
        Assert.Null(await ReadAsync());
        Assert.Equal(1, await WriteAsync(known: null, payload: 10));
        Assert.Equal((1, 10), await ReadAsync());
        Assert.Equal(2, await WriteAsync(known: 1, payload: 20));
        Assert.Equal((2, 20), await ReadAsync());
    }

    [Fact]
    public async Task Grains_whose_names_differ_in_one_part_are_different_ones()
    {
        (long N1, string? Extension)[] names = [(0, _grain), (1, _grain), (0, null), (1, null), (0, $"{_grain}2")];
        foreach (var (n1, extension) in names)
        {
            Assert.Equal(1, await WriteAsync(null, payload: 1, n1, extension, type: _grain));
        }
    }

    [Fact]
    public async Task Of_many_first_writes_at_once_one_wins()
    {
        for (var round = 1; round <= 20; round++)
        {
            var n1 = round;
            var versions = await Task.WhenAll(Enumerable.Range(1, 8).Select(
                writer => Task.Run(() => WriteAsync(known: null, (byte)writer, n1, _grain))));
            var winner = Assert.Single(versions.Index(), write => write.Item is not null);
            Assert.Equal(1, winner.Item);
            Assert.Equal((1, winner.Index + 1), await ReadAsync(n1, _grain));
        }
    }

    [Fact]
    public async Task Of_many_later_writes_at_once_one_wins()
    {
        Assert.Equal(1, await WriteAsync(known: null, payload: 0));
        for (var version = 1; version <= 20; version++)
        {
            var known = version;
            var versions = await Task.WhenAll(Enumerable.Range(1, 8).Select(
                writer => Task.Run(() => WriteAsync(known, (byte)writer))));
            var winner = Assert.Single(versions.Index(), write => write.Item is not null);
            Assert.Equal((version + 1, winner.Index + 1), await ReadAsync());
        }
    }

    [Fact]
    public async Task A_write_from_another_version_changes_nothing_and_is_told()
    {
        Assert.Null(await WriteAsync(known: 1, payload: 1));
        Assert.Null(await ReadAsync());
        Assert.Equal(1, await WriteAsync(known: null, payload: 10));
        Assert.Equal(2, await WriteAsync(known: 1, payload: 20));
        Assert.All([await WriteAsync(1, 30), await WriteAsync(3, 30), await WriteAsync(null, 30)], Assert.Null);
        Assert.Equal((2, 20), await ReadAsync());
    }

    [Fact]
    public async Task A_cleared_state_is_empty_and_keeps_its_version()
    {
        Assert.Equal(1, await WriteAsync(known: null, payload: 10));
        Assert.Null(await EndAsync("ClearStorageKey", known: 7));
        Assert.Equal((1, 10), await ReadAsync());
        Assert.Equal(2, await EndAsync("ClearStorageKey", known: 1));
        Assert.Equal((2, null), await ReadAsync());
        Assert.Null(await WriteAsync(known: null, payload: 20));
        Assert.Equal(3, await WriteAsync(known: 2, payload: 20));
    }

    [Fact]
    public async Task A_deleted_state_is_gone_and_the_version_back_is_another_than_the_one_known()
    {
        Assert.Equal(1, await WriteAsync(known: null, payload: 10));
        Assert.Null(await EndAsync("DeleteStorageKey", known: 7));
        Assert.Equal((1, 10), await ReadAsync());
        Assert.Equal(2, await EndAsync("DeleteStorageKey", known: 1));
        Assert.Null(await ReadAsync());
        Assert.Equal(1, await WriteAsync(known: null, payload: 20));
    }

    private async Task<(int Version, int? Payload)?> ReadAsync(long n1 = 0, string? extension = null)
    {
        var rows = await database.AskAsync("ReadFromStorageKey", Name(n1, extension ?? _grain, "type"));
        return rows.Count == 0
            ? null
            : ((int)Assert.Single(rows)["Version"], (rows[0]["PayloadBinary"] as byte[])?[0]);
    }

    private Task<int?> WriteAsync(int? known, byte payload) => WriteAsync(known, payload, n1: 0, _grain);

    private Task<int?> WriteAsync(int? known, byte payload, long n1, string? extension, string type = "type") =>
        VersionAsync(
            "WriteToStorageKey",
            [
                .. Name(n1, extension, type),
                ("GrainStateVersion", DbType.Int32, known),
                ("PayloadBinary", DbType.Binary, new[] { payload }),
            ]);

    private Task<int?> EndAsync(string key, int known) =>
        VersionAsync(key, [.. Name(0, _grain, "type"), ("GrainStateVersion", DbType.Int32, known)]);

    private async Task<int?> VersionAsync(string key, (string Name, DbType Type, object? Value)[] parameters)
    {
        var rows = await database.AskAsync(key, parameters);
        return rows.Count == 0 ? null : (int)Assert.Single(rows)["NewGrainStateVersion"];
    }

    private static (string Name, DbType Type, object? Value)[] Name(long n1, string? extension, string type) =>
    [
        ("GrainIdHash", DbType.Int32, 1),
        ("GrainIdN0", DbType.Int64, 0L),
        ("GrainIdN1", DbType.Int64, n1),
        ("GrainTypeHash", DbType.Int32, 2),
        ("GrainTypeString", DbType.String, type),
        ("GrainIdExtensionString", DbType.String, extension),
        ("ServiceId", DbType.String, "auctions"),
    ];
}
