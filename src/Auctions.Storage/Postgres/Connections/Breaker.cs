using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Auctions.Storage.Postgres.Connections;

/// <summary>
/// Has requests to one pool turned away at once while its server shows no sign of life. It opens when two requests or
/// more failed and none was answered for a while: a pool on which something is answered is never cut off. From then on
/// the server is tried at once and every second, by a request of the breaker's own, since one of somebody else's would
/// keep all who stand behind it waiting. Any answer closes it, whoever asked and whatever it says.
/// </summary>
internal sealed class Breaker : IAsyncDisposable
{
    private const int FailuresMin = 2;

    private static readonly TimeSpan TrialInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceMin = TimeSpan.FromSeconds(0.5);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly CircuitBreakerManualControl _control = new();
    private readonly ResiliencePipeline<bool> _circuit;
    private readonly string _pool;
    private readonly string _address;
    private readonly Func<CancellationToken, Task> _trial;
    private readonly ILogger _logger;

    private readonly CancellationTokenSource _stopping = new();

    // The library calls what it is told on opening and on closing one after the other, so these need no lock.
    private CancellationTokenSource _trying = new();
    private Task _trials = Task.CompletedTask;

    /// <param name="pool">The pool's name.</param>
    /// <param name="address">Where its server is, for people.</param>
    /// <param name="silence">How long nothing must have been answered.</param>
    /// <param name="trial">Asks the server for anything and reports here; not thrown are failures of the
    /// server's.</param>
    /// <param name="logger">Told once when it opens and once when it closes.</param>
    public Breaker(
        string pool, string address, TimeSpan silence, Func<CancellationToken, Task> trial, ILogger logger)
    {
        (_pool, _address, _trial, _logger) = (pool, address, trial, logger);
        _circuit = new ResiliencePipelineBuilder<bool> { TimeProvider = new SteadyTime() }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
            {
                ShouldHandle = static told => ValueTask.FromResult(!told.Outcome.Result),
                MinimumThroughput = FailuresMin,
                FailureRatio = 1,
                SamplingDuration = silence > SilenceMin ? silence : SilenceMin,

                // An answer closes it and never time alone.
                BreakDuration = TimeSpan.FromDays(1),
                StateProvider = _state,
                ManualControl = _control,
                OnOpened = _ => Opened(),
                OnClosed = _ => Closed(),
            })
            .Build();
    }

    public bool IsOpen => _state.CircuitState != CircuitState.Closed;

    /// <summary>A request has ended.</summary>
    /// <param name="isAnswered">Whether the server gave any sign of life.</param>
    public async ValueTask ReportAsync(bool isAnswered)
    {
        if (!IsOpen)
        {
            var context = ResilienceContextPool.Shared.Get();
            await _circuit.ExecuteOutcomeAsync(
                static (_, told) => Outcome.FromResultAsValueTask(told), context, isAnswered);
            ResilienceContextPool.Shared.Return(context);
        }
        else if (isAnswered)
        {
            await _control.CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _trials;
        if (IsOpen)
        {
            StorageMeter.OpenBreakers.Add(-1, StorageMeter.Pool(_pool));
        }
    }

    private ValueTask Opened()
    {
        Log.BreakerOpened(_logger, _pool, _address);
        StorageMeter.OpenBreakers.Add(1, StorageMeter.Pool(_pool));
        var trying = _trying = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        _trials = Task.Run(() => KeepTryingAsync(trying.Token));
        return ValueTask.CompletedTask;
    }

    private async ValueTask Closed()
    {
        Log.BreakerClosed(_logger, _pool, _address);
        StorageMeter.OpenBreakers.Add(-1, StorageMeter.Pool(_pool));
        await _trying.CancelAsync();
    }

    private async Task KeepTryingAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await _trial(ended);
            }
            catch (Exception bug)
            {
                Log.UpkeepBroken(_logger, _pool, bug);
            }

            await Task.Delay(TrialInterval, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Time that never jumps: a wall clock set back would keep what is long over in the balance.</summary>
    private sealed class SteadyTime : TimeProvider
    {
        private readonly long _origin = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + System.GetElapsedTime(_origin);
    }
}
