namespace Auctions.Core.Tests;

/// <summary>
/// One random step. Its numbers mean something only beside the auction it meets (an amount near the minimum bid, a
/// time near the end), so that what is random stays close to where the rules change their answer.
/// </summary>
/// <param name="Kind">What it tries.</param>
/// <param name="Who">0 to 4: which of five bidders.</param>
/// <param name="Spread">0 to 99: how far from the interesting amount.</param>
/// <param name="Clock">0 to 99: how the clock moves before it.</param>
public sealed record Step(StepKind Kind, int Who, int Spread, int Clock);
