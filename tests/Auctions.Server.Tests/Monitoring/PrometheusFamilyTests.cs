namespace Auctions.Server.Tests.Monitoring;

/// <summary>Names in Prometheus are what its receivers of OTLP make of ours.</summary>
public sealed class PrometheusFamilyTests
{
    [Theory]
    [InlineData("auction.bid.duration", "s", MetricKind.Histogram, false, "auction_bid_duration_seconds")]
    [InlineData("auction.flush.batch.bids", "{bid}", MetricKind.Histogram, false, "auction_flush_batch_bids")]
    [InlineData("auction.watchers", "{watcher}", MetricKind.Sum, false, "auction_watchers")]
    [InlineData("dotnet.gc.pause.time", "s", MetricKind.Sum, true, "dotnet_gc_pause_time_seconds_total")]
    [InlineData(
        "dotnet.gc.heap.total_allocated", "By", MetricKind.Sum, true, "dotnet_gc_heap_allocated_bytes_total")]
    [InlineData("a.total", "{call}", MetricKind.Sum, true, "a_total")]
    [InlineData("disk.bytes", "By", MetricKind.Gauge, false, "disk_bytes")]
    [InlineData("share", "1", MetricKind.Gauge, false, "share_ratio")]
    [InlineData("share", "1", MetricKind.Sum, true, "share_total")]
    [InlineData("speed", "By/s", MetricKind.Gauge, false, "speed_bytes_per_second")]
    [InlineData("rate", "{bid}/s", MetricKind.Gauge, false, "rate_per_second")]
    [InlineData("orleans-runtime-memory", "MB", MetricKind.Gauge, false, "orleans_runtime_memory_MB")]
    [InlineData("two..dots__and-more", "", MetricKind.Gauge, false, "two_dots_and_more")]
    internal void A_name_has_its_unit_and_what_its_kind_adds(
        string name, string unit, MetricKind kind, bool isMonotonic, string expected) =>
        Assert.Equal(expected, Family(name, unit, kind, isMonotonic).Name);

    [Fact]
    public void A_histogram_is_three_series_and_its_buckets_have_a_bound()
    {
        var series = Family("auction.flush.lag", "s", MetricKind.Histogram, false, "shard", "error.type").Series()
            .Select(one => $"{one.Series} {string.Join(',', one.Labels)}");

        Assert.Equal(
            [
                "auction_flush_lag_seconds_bucket shard,error_type,le",
                "auction_flush_lag_seconds_sum shard,error_type",
                "auction_flush_lag_seconds_count shard,error_type",
            ],
            series);
    }

    private static PrometheusFamily Family(
        string name, string unit, MetricKind kind, bool isMonotonic, params string[] attributes) =>
        PrometheusFamily.Of(new EmittedMetric(name, unit, kind, isMonotonic, attributes.ToHashSet()));
}
