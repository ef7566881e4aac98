namespace Auctions.Grains;

/// <summary>Answers from whatever silo is asked first, so that who asks knows that there is one.</summary>
[Alias("reach")]
public interface IReachGrain : IGrainWithIntegerKey
{
    [Alias("ask")]
    ValueTask AskAsync();
}
