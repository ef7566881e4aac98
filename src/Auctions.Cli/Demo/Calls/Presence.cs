namespace Auctions.Cli.Demo.Calls;

/// <summary>Says once when the server has not answered for a while, and once when it does again.</summary>
internal sealed class Presence(Uri url, CommandContext context)
{
    /// <summary>Longest silence that nothing is said about; the demo asks something every second.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long _lastAnswer = context.Time.GetTimestamp();
    private bool _isAway;

    public void Answered()
    {
        lock (_gate)
        {
            _lastAnswer = context.Time.GetTimestamp();
            if (_isAway)
            {
                _isAway = false;
                context.Error.WriteLine("demo: the server is back; the demo goes on.");
            }
        }
    }

    /// <summary>To be called now and then.</summary>
    public void Check()
    {
        lock (_gate)
        {
            if (!_isAway && context.Time.GetElapsedTime(_lastAnswer) > SilenceMax)
            {
                _isAway = true;
                context.Error.WriteLine($"demo: {url} does not answer; the demo goes on when it is back.");
            }
        }
    }
}
