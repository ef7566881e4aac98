namespace Auctions.Server.Tests.Support;

/// <summary>Something that runs and can be asked over HTTP; disposing of it ends its processes.</summary>
public interface IRunning : IAsyncDisposable
{
    /// <summary>Where to ask.</summary>
    Uri Url { get; }

    /// <summary>Everything its processes have written to their logs so far.</summary>
    string ReadLog();
}
