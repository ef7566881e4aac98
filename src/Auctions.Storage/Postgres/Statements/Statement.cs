namespace Auctions.Storage.Postgres.Statements;

/// <summary>The statements on a shard, each in a file of its own beside this one.</summary>
internal static class Statement
{
    public static string TakeOver { get; } = Script.Read("01-take-over");

    public static string MakeHeads { get; } = Script.Read("02-make-heads");

    public static string Read { get; } = Script.Read("03-read");

    public static string Append { get; } = Script.Read("04-append");

    public static string RaiseEpoch { get; } = Script.Read("05-raise-epoch");

    public static string StreamEnds { get; } = Script.Read("06-stream-ends");

    public static string Release { get; } = Script.Read("07-release");

    public static string FindDue { get; } = Script.Read("08-find-due");

    public static string BindKey { get; } = Script.Read("09-bind-key");

    public static string FindKey { get; } = Script.Read("10-find-key");

    public static string SaveSnapshot { get; } = Script.Read("11-save-snapshot");

    public static string Beat { get; } = Script.Read("12-beat");

    public static string List { get; } = Script.Read("13-list");

    public static string Fingerprint { get; } = Script.Read("20-fingerprint");

    public static string Settings { get; } = Script.Read("21-settings");
}
