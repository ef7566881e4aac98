namespace Auctions.Storage.Postgres.Statements;

/// <summary>
/// The statements, each in a file of its own beside this one: 01 to 14 the journal's, from 20 on those around it.
/// </summary>
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

    public static string Outages { get; } = Script.Read("14-outages");

    public static string Fingerprint { get; } = Script.Read("20-fingerprint");

    public static string Settings { get; } = Script.Read("21-settings");

    public static string Examine { get; } = Script.Read("22-examine");

    public static string Clock { get; } = Script.Read("30-clock");

    public static string Map { get; } = Script.Read("31-map");

    public static string MapVersion { get; } = Script.Read("32-map-version");

    public static string Assign { get; } = Script.Read("33-assign");

    public static string Pin { get; } = Script.Read("34-pin");

    public static string ListAuctions { get; } = Script.Read("40-list-auctions");

    public static string History { get; } = Script.Read("41-history");

    public static string OwnBids { get; } = Script.Read("42-own-bids");

    public static string Views { get; } = Script.Read("43-views");

    public static string HoldCheckpoint { get; } = Script.Read("44-hold-checkpoint");

    public static string NextSegments { get; } = Script.Read("45-next-segments");

    public static string AddOwnBids { get; } = Script.Read("46-add-own-bids");

    public static string Advance { get; } = Script.Read("47-advance");

    public static string Tail { get; } = Script.Read("48-tail");

    public static string Names { get; } = Script.Read("49-names");

    public static string PeopleNamed { get; } = Script.Read("50-people-named");

    public static string NextStored { get; } = Script.Read("51-next-stored");

    public static string AllSegments { get; } = Script.Read("52-all-segments");

    public static string LeaveCheckpoint { get; } = Script.Read("53-leave-checkpoint");

    public static string BeginRebuild { get; } = Script.Read("54-begin-rebuild");

    public static string HoldRebuild { get; } = Script.Read("55-hold-rebuild");

    public static string AdvanceRebuild { get; } = Script.Read("56-advance-rebuild");

    public static string SwitchGeneration { get; } = Script.Read("57-switch-generation");

    public static string DeleteGenerations { get; } = Script.Read("58-delete-generations");

    public static string LeaveRebuild { get; } = Script.Read("59-leave-rebuild");

    public static string Standing { get; } = Script.Read("60-standing");

    public static string SearchAuctions { get; } = Script.Read("61-search-auctions");

    public static string OwnBidsOn { get; } = Script.Read("62-own-bids-on");

    public static string TailOf { get; } = Script.Read("63-tail-of");

    public static string EndRebuild { get; } = Script.Read("70-end-rebuild");

    public static string LookAtRebuild { get; } = Script.Read("71-look-at-rebuild");

    public static string SaveHeads { get; } = Script.Read("72-save-heads");

    public static string NextHeads { get; } = Script.Read("73-next-heads");

    public static string NextOfJournal { get; } = Script.Read("74-next-of-journal");

    public static string ListedRight { get; } = Script.Read("75-listed-right");

    public static string LockHeads { get; } = Script.Read("76-lock-heads");

    public static string CorrectHeads { get; } = Script.Read("77-correct-heads");

    public static string SegmentsAfter { get; } = Script.Read("78-segments-after");

    public static string MakePartition { get; } = Script.Read("79-make-partition");

    public static string MonthsAhead { get; } = Script.Read("80-months-ahead");

    public static string LookAtAuction { get; } = Script.Read("85-look-at-auction");

    public static string MeasureStream { get; } = Script.Read("86-measure-stream");

    public static string ExpectAuction { get; } = Script.Read("87-expect-auction");

    public static string FenceAuction { get; } = Script.Read("88-fence-auction");

    public static string NextOfStream { get; } = Script.Read("89-next-of-stream");

    public static string LastOfStream { get; } = Script.Read("90-last-of-stream");

    public static string PutSegments { get; } = Script.Read("91-put-segments");

    public static string NameChunks { get; } = Script.Read("92-name-chunks");

    public static string ReadChunks { get; } = Script.Read("93-read-chunks");

    public static string PutChunks { get; } = Script.Read("94-put-chunks");

    public static string PutSnapshot { get; } = Script.Read("95-put-snapshot");

    public static string Arrive { get; } = Script.Read("96-arrive");

    public static string Departures { get; } = Script.Read("64-departures");

    public static string LeaveLists { get; } = Script.Read("97-leave-lists");

    public static string TakeBack { get; } = Script.Read("98-take-back");

    public static string PinAsOf { get; } = Script.Read("99-pin-as-of");

    public static string KeepHeat { get; } = Script.Read("110-keep-heat");

    public static string ReadHeat { get; } = Script.Read("111-read-heat");

    public static string ForgetHeat { get; } = Script.Read("112-forget-heat");

    public static string Mark { get; } = Script.Read("113-mark");

    public static string Marks { get; } = Script.Read("114-marks");

    public static string Audit { get; } = Script.Read("115-audit");

    public static string Audited { get; } = Script.Read("116-audited");
}
