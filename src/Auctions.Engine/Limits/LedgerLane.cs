namespace Auctions.Engine.Limits;

/// <summary>
/// What a front end asks one part of the ledger. One call is under way at a time; what is asked meanwhile leaves
/// together when it comes back. A part that does not answer in time is left alone for a while, then one call tries.
/// </summary>
/// <param name="part">Which part.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="time">Monotonic clock and timers.</param>
internal sealed class LedgerLane(int part, ILeaseLedger ledger, TimeProvider time)
{
    /// <summary>Most asks in one call.</summary>
    public const int AsksPerCallMax = 256;

    /// <summary>Most asks that wait for a call; beyond, a front end decides by itself.</summary>
    public const int WaitingMax = 4_096;

    /// <summary>
    /// Longest wait for an answer to a call. Whoever asks while one is under way waits for that first: twice as long.
    /// </summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a part that did not answer is left alone.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Of whoever made this: a call is for many, and belongs to the trace of none of them.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    private readonly Lock _changing = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _isCalling;
    private bool _hasMissed;
    private long _missedAt;

    /// <summary>Whether there is no use in asking now.</summary>
    public bool IsSilent
    {
        get
        {
            lock (_changing)
            {
                return !ledger.IsConnected ||
                    (_hasMissed && (_isCalling || time.GetElapsedTime(_missedAt) < Pause));
            }
        }
    }

    /// <summary>Asks.</summary>
    public Task<LeaseAnswer> AskAsync(LeaseAsk ask)
    {
        var waiting = new Waiting(ask);
        lock (_changing)
        {
            if (_isCalling)
            {
                if (_waiting.Count == WaitingMax)
                {
                    return Task.FromResult(default(LeaseAnswer));
                }

                _waiting.Enqueue(waiting);
                return waiting.Answered.Task;
            }

            _isCalling = true;
        }

        Begin(waiting);
        return waiting.Answered.Task;
    }

    private void Begin(Waiting first)
    {
        if (_context is null)
        {
            _ = RunAsync([first]);
            return;
        }

        ExecutionContext.Run(_context, _ => _ = RunAsync([first]), null);
    }

    private async Task RunAsync(List<Waiting> asks)
    {
        while (asks.Count > 0)
        {
            var grants = await CallAsync([.. asks.Select(static waiting => waiting.Ask)]);
            var unanswered = asks;
            var called = asks.Count;
            lock (_changing)
            {
                _hasMissed = grants is null;
                _missedAt = _hasMissed ? time.GetTimestamp() : 0;
                asks = [];
                while (_waiting.Count > 0 && (_hasMissed || asks.Count < AsksPerCallMax))
                {
                    (_hasMissed ? unanswered : asks).Add(_waiting.Dequeue());
                }

                _isCalling = asks.Count > 0;
            }

            for (var i = 0; i < unanswered.Count; i++)
            {
                unanswered[i].Answered.SetResult(new LeaseAnswer(grants?[i], i < called));
            }
        }
    }

    private async Task<LeaseGrant[]?> CallAsync(LeaseAsk[] asks)
    {
        try
        {
            var grants = await ledger.LendAsync(part, asks).WaitAsync(Deadline, time);
            return grants.Length == asks.Length
                ? grants
                : throw new InvalidOperationException($"{asks.Length} asks got {grants.Length} answers.");
        }
        catch (Exception failed)
        {
            // Whatever it was: whoever asks must neither be locked out by it nor let in without a limit.
            ledger.Missed(failed);
            return null;
        }
    }

    private sealed record Waiting(LeaseAsk Ask)
    {
        public TaskCompletionSource<LeaseAnswer> Answered { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
