using System.Reflection;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Grains.Calls;
using Auctions.Grains.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Grains.Tests.Calls;

/// <summary>What a front end asks beside bids, on fake time.</summary>
public sealed class GrainAuctionsTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10), Longest = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedCreation _grain = new();
    private readonly GrainAuctions _auctions;
    private bool _isConnected = true;

    public GrainAuctionsTests()
    {
        var cluster = DispatchProxy.Create<IClusterClient, OneGrain>();
        ((OneGrain)(object)cluster).Grain = _grain;
        _auctions = new GrainAuctions(
            cluster,
            new AuctionClock(_time),
            () => _isConnected,
            static () => true,
            new CallPatience(),
            Options.Create(new GrainOptions()),
            NullLogger<GrainAuctions>.Instance);
    }

    public ValueTask DisposeAsync() => _auctions.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_call_that_shows_no_life_is_sent_again_and_what_comes_first_is_the_answer(int first)
    {
        var created = Create();
        Pass(() => _grain.Calls.Count == 2);
        Assert.False(created.IsCompleted);
        _grain.Calls[first].SetResult(Told("the answer"));
        var answer = Assert.IsType<InvalidTermsAnswer>(await created.WaitAsync(Longest));
        Assert.Equal("the answer", Assert.Single(answer.Problems).Detail);
    }

    [Fact]
    public async Task A_call_that_is_lost_beside_another_one_does_not_end_that()
    {
        var created = Create();
        Pass(() => _grain.Calls.Count == 2);
        _grain.Calls[1].SetException(new TimeoutException());
        Pass(() => _grain.Calls.Count == 3);
        _grain.Calls[0].SetResult(Told("the answer"));
        Assert.IsType<InvalidTermsAnswer>(await created.WaitAsync(Longest));
    }

    [Fact]
    public async Task A_call_that_came_back_counts_though_no_silo_is_connected_any_more()
    {
        var created = Create();
        Pass(() => _grain.Calls.Count == 2);
        _isConnected = false;
        _grain.Calls[1].SetException(new TimeoutException());
        _time.Advance(Step);
        _grain.Calls[0].SetResult(Told("the answer"));
        Pass(() => created.IsCompleted);
        Assert.IsType<InvalidTermsAnswer>(await created);
    }

    [Fact]
    public async Task Where_no_call_comes_back_the_outcome_is_unknown()
    {
        var created = Create();
        Pass(() => created.IsCompleted);
        Assert.Equal(new UnavailableAnswer(Unavailability.OutcomeUnknown), await created);
    }

    private static AnswerMessage Told(string detail) => new() { Problems = ["/title", detail] };

    private Task<Answer> Create()
    {
        // With the test framework's context what follows would be posted to another thread.
        SynchronizationContext.SetSynchronizationContext(null);
        var now = _time.GetUtcNow();
        var terms = new AuctionTerms(
            new PersonId(1), "A lot", "USD", AuctionFormat.English, 1_00, IncrementTable.EbayUs, null, null, now,
            now.AddHours(1), null);
        return _auctions.CreateAsync(new AuctionRequest("The seller", 1, 1, terms, OpensNow: true), default).AsTask();
    }

    private void Pass(Func<bool> isSo)
    {
        var began = _time.GetTimestamp();
        while (!isSo())
        {
            Assert.True(_time.GetElapsedTime(began) < Longest, "What was waited for did not happen.");
            _time.Advance(Step);
        }
    }

    /// <summary>Takes wishes for new auctions, which the test answers.</summary>
    private sealed class ScriptedCreation : ICreationGrain
    {
        public List<TaskCompletionSource<AnswerMessage>> Calls { get; } = [];

        public ValueTask<AnswerMessage> CreateAsync(RequestMessage request)
        {
            Calls.Add(new TaskCompletionSource<AnswerMessage>());
            return new ValueTask<AnswerMessage>(Calls[^1].Task);
        }
    }

    /// <summary>A cluster that has one grain, and nothing else.</summary>
    public class OneGrain : DispatchProxy
    {
        internal IGrain? Grain { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IGrainFactory.GetGrain) ? Grain : throw new NotSupportedException();
    }
}
