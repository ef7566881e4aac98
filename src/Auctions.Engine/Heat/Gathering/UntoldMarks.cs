namespace Auctions.Engine.Heat;

/// <summary>Marks that the history has not taken yet, in their order.</summary>
internal sealed class UntoldMarks
{
    private const int CountMax = 1_000;

    private readonly Lock _changing = new();
    private readonly Queue<HeatMark> _marks = [];
    private readonly OneAtATime _telling = new();

    public void Add(HeatMark mark)
    {
        lock (_changing)
        {
            _marks.Enqueue(mark);
            if (_marks.Count > CountMax)
            {
                _marks.Dequeue();
            }
        }
    }

    /// <summary>
    /// Tells them one after another, until one is not taken; who comes meanwhile leaves it to who is at it.
    /// </summary>
    public Task TellAsync(
        Func<HeatMark, CancellationToken, Task<bool>> tryToTell, CancellationToken cancellation) =>
        _telling.DoAsync(async () =>
        {
            while (First() is { } mark && await tryToTell(mark, cancellation))
            {
                Remove(mark);
            }
        });

    private HeatMark? First()
    {
        lock (_changing)
        {
            return _marks.TryPeek(out var first) ? first : null;
        }
    }

    // Unless there were too many meanwhile.
    private void Remove(HeatMark told)
    {
        lock (_changing)
        {
            if (_marks.TryPeek(out var first) && ReferenceEquals(first, told))
            {
                _marks.Dequeue();
            }
        }
    }
}
