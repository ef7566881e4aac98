using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>What every history of what is hot keeps, whatever it is kept in.</summary>
public abstract class HeatHistoryContract : IAsyncLifetime
{
    private const long Start = 1_800_000_000;

    private IHeatHistoryHarness? _harness;

    private IHeatHistory History => _harness!.History;

    public async Task InitializeAsync() => _harness = await MakeAsync();

    public async Task DisposeAsync() => await _harness!.DisposeAsync();

    [Fact]
    public async Task Frames_come_back_as_they_were_kept_in_the_order_of_their_start()
    {
        await History.AppendAsync([Frame(2, "a"), Frame(1, "b"), Frame(1, "a")], default);
        var read = await History.ReadAsync(1, Start, Start + 100, default);
        Assert.Equal([(1L, "a"), (1L, "b"), (2L, "a")], read.Select(frame => (frame.Start - Start, frame.Process)));
        Assert.Equal(Frame(1, "b").Payload, read[1].Payload);
    }

    [Fact]
    public async Task A_frame_of_the_same_length_start_and_process_replaces_the_one_before()
    {
        await History.AppendAsync([Frame(1, "a", 1), Frame(1, "a", 2)], default);
        Assert.Equal([2], Assert.Single(await History.ReadAsync(1, Start, Start + 9, default)).Payload);
        await History.AppendAsync([Frame(1, "a", 3)], default);
        Assert.Equal([3], Assert.Single(await History.ReadAsync(1, Start, Start + 9, default)).Payload);
    }

    [Fact]
    public async Task A_range_holds_its_begin_and_not_its_end_and_one_length_only()
    {
        await History.AppendAsync(
            [.. Enumerable.Range(0, 30).Select(at => Frame(at, "a")), Frame(0, "", seconds: 10)], default);
        var read = await History.ReadAsync(1, Start + 10, Start + 20, default);
        Assert.Equal(Enumerable.Range(10, 10), read.Select(frame => (int)(frame.Start - Start)));
        Assert.Single(await History.ReadAsync(10, Start, Start + 1, default));
        Assert.Empty(await History.ReadAsync(60, Start, Start + 100, default));
    }

    [Fact]
    public async Task Nothing_to_keep_is_no_error()
    {
        await History.AppendAsync([], default);
        Assert.Empty(await History.ReadAsync(1, 0, long.MaxValue / 2_000, default));
    }

    [Fact]
    public async Task Frames_of_one_length_are_forgotten_and_the_others_stay()
    {
        await History.AppendAsync(
            [Frame(0, "a"), Frame(10, "a"), Frame(0, "", seconds: 10), Frame(0, "", seconds: 60)], default);
        await History.ForgetAsync(1, Start + 10, default);
        Assert.Equal(Start + 10, Assert.Single(await History.ReadAsync(1, Start, Start + 60, default)).Start);
        Assert.Single(await History.ReadAsync(10, Start, Start + 60, default));
        Assert.Single(await History.ReadAsync(60, Start, Start + 60, default));
    }

    [Fact]
    public async Task Marks_come_in_the_order_of_their_time_and_are_forgotten_after_a_week()
    {
        var auction = Guid.NewGuid();
        await History.AddMarkAsync(Mark(5_500, HeatMarkKind.Remedy, auction), default);
        await History.AddMarkAsync(Mark(1_000, HeatMarkKind.Start), default);
        await History.AddMarkAsync(Mark(9_000, HeatMarkKind.Closing), default);

        // Whoever was not told that it was taken tells it again.
        await History.AddMarkAsync(Mark(5_500, HeatMarkKind.Remedy, auction), default);
        Assert.Equal(
            [Mark(1_000, HeatMarkKind.Start), Mark(5_500, HeatMarkKind.Remedy, auction)],
            await History.MarksAsync(Start, Start + 9, default));
        const long Week = 7 * 24 * 3_600;
        await History.ForgetAsync(10, Start + (2 * Week), default);
        Assert.Equal(3, (await History.MarksAsync(Start, Start + 60, default)).Count);
        await History.ForgetAsync(1, Start + Week + 6, default);
        Assert.Equal(
            HeatMarkKind.Closing, Assert.Single(await History.MarksAsync(Start, Start + 60, default)).Kind);
    }

    [Fact]
    public async Task The_audit_log_is_read_newest_first_by_subject_or_as_a_whole()
    {
        AuditEntry[] entries = [Entry("x", "begun"), Entry("y", "begun"), Entry("x", "done")];
        foreach (var entry in entries)
        {
            await History.AuditAsync(entry, default);
        }

        Assert.Equal(entries.Reverse(), await History.AuditedAsync(null, 10, default));
        Assert.Equal(["done", "begun"], (await History.AuditedAsync("x", 10, default)).Select(entry => entry.Outcome));
        Assert.Equal(entries[2], Assert.Single(await History.AuditedAsync(null, 1, default)));
    }

    [Fact]
    public async Task The_audit_log_cannot_be_changed()
    {
        await History.AuditAsync(Entry("x", "done"), default);
        Assert.All(["update {0} set actor = 'nobody'", "delete from {0}"], change =>
            Assert.ThrowsAny<Exception>(() => _harness!.Change(change)));
        Assert.Equal(Entry("x", "done"), Assert.Single(await History.AuditedAsync(null, 10, default)));
    }

    [Fact]
    public async Task What_was_kept_is_there_after_a_restart()
    {
        await History.AppendAsync([Frame(1, "a")], default);
        await History.AddMarkAsync(Mark(1_000, HeatMarkKind.Start), default);
        await History.AuditAsync(Entry("x", "done"), default);
        await _harness!.RestartAsync();
        Assert.Single(await History.ReadAsync(1, Start, Start + 9, default));
        Assert.Single(await History.MarksAsync(Start, Start + 9, default));
        Assert.Single(await History.AuditedAsync("x", 9, default));
    }

    [Fact]
    public async Task Many_may_keep_and_read_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async one =>
        {
            await History.AppendAsync([Frame(one, $"p{one}"), Frame(0, "shared", (byte)one)], default);
            Assert.NotEmpty(await History.ReadAsync(1, Start, Start + 60, default));
        }));
        Assert.Equal(21, (await History.ReadAsync(1, Start, Start + 60, default)).Count);
    }

    /// <summary>A new, empty history.</summary>
    protected abstract Task<IHeatHistoryHarness> MakeAsync();

    private static StoredHeat Frame(int at, string process, byte content = 7, int seconds = 1) =>
        new(seconds, Start + at, process, [content]);

    private static HeatMark Mark(int milliseconds, HeatMarkKind kind, Guid? auction = null) =>
        new((1_000 * Start) + milliseconds, kind, $"At {milliseconds}", auction);

    private static AuditEntry Entry(string subject, string outcome) =>
        new(1_000 * Start, "operator", "hotspot.pin", subject, outcome, """{"reason": "hot"}""");
}
