namespace Auctions.Cli.Demo;

/// <summary>How fast the demo lives: all its times are divided by this.</summary>
/// <param name="Speed">1 is the pace of people.</param>
internal readonly record struct Pace(int Speed)
{
    public TimeSpan Of(double seconds) => TimeSpan.FromSeconds(seconds / Speed);

    /// <summary>The same in whole seconds, at least one: rules of a soft close know no less.</summary>
    public int WholeSeconds(int seconds) => Math.Max(1, seconds / Speed);

    /// <summary>A span that has passed, in seconds of people.</summary>
    public double Seconds(TimeSpan passed) => passed.TotalSeconds * Speed;
}
