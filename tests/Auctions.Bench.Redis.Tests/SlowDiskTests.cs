using System.Diagnostics;
using Auctions.Bench.Peers.Redis;
using Auctions.Bench.Reporting;
using Auctions.Bench.Tests.Support;
using Auctions.Processes;

namespace Auctions.Bench.Redis.Tests;

/// <summary>A server that scripts/redis has given a slow disk.</summary>
public sealed class SlowDiskTests
{
    private const string Variable = "AUCTIONS_REDIS_STATE";
    private const int DelayMs = 20;
    private const int Writes = 10;

    private static readonly string Script = RepositoryRoot.Script("redis");

    [CompilerFact]
    public async Task Every_write_waits_for_it_and_the_settings_of_a_run_say_so()
    {
        var state = Path.Combine(Path.GetTempPath(), $"auctions-slow-{Guid.NewGuid():N}");
        var printed = await Command.RunAsync([Script, "start", "--fsync-delay-ms", $"{DelayMs}"], (Variable, state));
        try
        {
            var address = printed.Trim();
            await using (var server = await RedisServer.ConnectAsync(address, connections: 1))
            {
                var start = Stopwatch.GetTimestamp();
                for (var write = 0; write < Writes; write++)
                {
                    await server.Databases[0].StringSetAsync("slow", write);
                }

                Assert.InRange(
                    Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(Writes * DelayMs), TimeSpan.MaxValue);
            }

            Assert.Contains($"fsync-delay-ms={DelayMs}", await RedisProbe.ReadAsync(address));
        }
        finally
        {
            await Command.RunAsync([Script, "stop"], (Variable, state));
        }
    }

    [Theory]
    [InlineData("start", "--fsync-delay-ms")]
    [InlineData("start", "--fsync-delay-ms", "0")]
    [InlineData("start", "--fsync-delay-ms", "soon")]
    [InlineData("start", "1")]
    [InlineData("stop", "1")]
    [InlineData("restart")]
    public async Task What_it_does_not_understand_is_refused(params string[] arguments)
    {
        var failure = await Command.FailureAsync([Script, .. arguments]);
        Assert.Contains("ends with 2: scripts/redis: ", failure);
    }
}
