using Auctions.Engine.Limits;
using Auctions.Engine.Ports;
using Auctions.Grains.Limits;
using Auctions.Grains.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Grains.Tests.Cluster;

/// <summary>An allowance that two front ends of a cluster share.</summary>
public sealed class AllowanceTests : IAsyncLifetime
{
    private const int Most = 300;
    private const int Share = Most / LeasedAllowance.Fraction;

    private readonly GrainHouse _house = new();

    public Task InitializeAsync() => _house.InitializeAsync();

    public Task DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Over_two_front_ends_no_more_passes_than_the_allowance_and_a_share_for_each()
    {
        var subject = UInt128.Zero;
        await GrainHouse.Until(async () =>
        {
            // Where this machine stood still for so long that a part did not answer in time, it is tried anew.
            subject++;
            FrontEnd[] frontEnds = [new(_house.Client), new(_house.Client)];
            var passed = await Task.WhenAll(frontEnds.Select(frontEnd => frontEnd.PassedAsync(subject, 2 * Most)));
            if (frontEnds.Any(static frontEnd => frontEnd.Misses > 0))
            {
                return false;
            }

            Assert.InRange(passed.Sum(), Most - Share, Most + (2 * Share));
            // Who asks first may ask for nearly all, in leases that are smaller the less is left.
            Assert.All(frontEnds, frontEnd => Assert.InRange(frontEnd.Calls, 1, Most / Share * 4));
            return true;
        });
    }

    [Fact]
    public async Task When_the_silo_of_the_ledger_dies_a_front_end_holds_the_whole_limit_by_itself()
    {
        var subject = (UInt128)5 << 64;
        var ledger = _house.Client.GetGrain<ILedgerGrain>(AllowanceLedger.PartOf(subject));
        await GrainHouse.AnsweredAsync(() => ledger.LendAsync([]));
        var frontEnd = new FrontEnd(_house.Client);
        Assert.Equal(Share, await frontEnd.PassedAsync(subject, Share));

        await _house.KillSiloOfAsync(ledger);

        // More than its share, so that nobody is locked out; and not more than the limit.
        Assert.InRange(await frontEnd.PassedAsync(subject, 2 * Most), 1, Most - Share);
        Assert.Equal(0, await frontEnd.PassedAsync(subject, Most));
    }

    [Fact]
    public async Task Whoever_was_told_to_wait_by_one_front_end_is_told_so_by_the_other()
    {
        var subject = UInt128.Zero;
        await GrainHouse.Until(async () =>
        {
            subject++;
            FrontEnd[] frontEnds = [new(_house.Client, unitsPerMinute: 3), new(_house.Client, unitsPerMinute: 3)];
            var passed = await frontEnds[0].PassedAsync(subject, 5);
            var elsewhere = await frontEnds[1].PassedAsync(subject, 5);
            if (frontEnds.Any(static frontEnd => frontEnd.Misses > 0))
            {
                return false;
            }

            Assert.Equal((3, 0), (passed, elsewhere));
            return true;
        });
    }

    /// <summary>The limit of one front end, and what it asked for it.</summary>
    private sealed class FrontEnd : ILeaseLedger
    {
        private readonly GrainLedger _ledger;
        private readonly IAllowance _allowance;
        private int _misses;
        private int _calls;

        public FrontEnd(IClusterClient client, int unitsPerMinute = Most)
        {
            _ledger = new GrainLedger(
                client, static () => true, TimeProvider.System, NullLogger<GrainLedger>.Instance);
            _allowance = new LeasedAllowances(this, TimeProvider.System).Of(unitsPerMinute);
        }

        public bool IsConnected => _ledger.IsConnected;

        public int Misses => _misses;

        public int Calls => _calls;

        public Task<LeaseGrant[]> LendAsync(int part, LeaseAsk[] asks)
        {
            Interlocked.Increment(ref _calls);
            return _ledger.LendAsync(part, asks);
        }

        public void Missed(Exception failed)
        {
            Interlocked.Increment(ref _misses);
            _ledger.Missed(failed);
        }

        /// <summary>How many of so many attempts are let pass.</summary>
        public async Task<int> PassedAsync(UInt128 subject, int attempts)
        {
            var passed = 0;
            for (var attempt = 0; attempt < attempts; attempt++)
            {
                passed += await _allowance.SpendAsync(subject, 1) is null ? 1 : 0;
            }

            return passed;
        }
    }
}
