namespace Auctions.Chaos;

/// <summary>
/// What one scenario makes on the machine: whatever is owned here is gone afterwards, last made first, however the
/// scenario ends.
/// </summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _owned = new();
    private readonly Action<string> _say;

    /// <param name="keeps">Whether the directory stays, for somebody to look at.</param>
    /// <param name="say">Tells the progress, one line at a time.</param>
    public Workshop(bool keeps, Action<string> say)
    {
        Keeps = keeps;
        _say = say;
        Folder = Directory.CreateTempSubdirectory("auctions-chaos-").FullName;
    }

    /// <summary>A directory for anything; everyone may enter it, for PostgreSQL runs as a user of its own.</summary>
    public string Folder { get; }

    /// <summary>Whether the directory stays.</summary>
    public bool Keeps { get; }

    /// <summary>Takes something over, to dispose of it in the end.</summary>
    public T Own<T>(T made)
        where T : IAsyncDisposable
    {
        lock (_owned)
        {
            _owned.Push(made);
        }

        return made;
    }

    /// <summary>Tells the progress.</summary>
    public void Say(string what) => _say(what);

    /// <exception cref="AggregateException">Some of it could not be removed; the rest is.</exception>
    public async ValueTask DisposeAsync()
    {
        var failures = new List<Exception>();
        while (_owned.TryPop(out var made))
        {
            try
            {
                await made.DisposeAsync();
            }
            catch (Exception failed)
            {
                failures.Add(failed);
            }
        }

        if (!Keeps)
        {
            Directory.Delete(Folder, recursive: true);
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Not everything could be removed.", failures);
        }
    }
}
