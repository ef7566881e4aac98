namespace Auctions.Measuring;

/// <summary>The measurement cannot go on; the message says what to do.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
