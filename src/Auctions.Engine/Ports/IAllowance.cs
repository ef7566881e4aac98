namespace Auctions.Engine.Ports;

/// <summary>How much somebody may do in any minute.</summary>
public interface IAllowance
{
    /// <summary>Spends, or says how long to wait before there is so much again; null: spent.</summary>
    /// <param name="subject">Who: a pseudonym.</param>
    /// <param name="units">How much; more than the whole allowance counts as all of it.</param>
    ValueTask<TimeSpan?> SpendAsync(UInt128 subject, int units);
}
