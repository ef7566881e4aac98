namespace Auctions.Measuring.Http;

/// <summary>What is asked of a server for a bid, and what its answer means. Called by any thread.</summary>
internal interface IHttpCall
{
    /// <summary>Longest request, in bytes.</summary>
    int RequestBytesMax { get; }

    /// <summary>Writes the whole request; it is the same each time, so that it can be sent again.</summary>
    /// <returns>Its length in bytes.</returns>
    int Write(int lot, long amount, Span<byte> request);

    /// <summary>What became of the bid.</summary>
    /// <param name="lot">On which lot.</param>
    /// <param name="amount">What was bid.</param>
    /// <param name="since">How long ago it was first sent.</param>
    /// <param name="answer">What the server says.</param>
    /// <exception cref="MeasurementException">No bid of a run is answered so.</exception>
    Outcome Read(int lot, long amount, TimeSpan since, HttpAnswer answer);
}
