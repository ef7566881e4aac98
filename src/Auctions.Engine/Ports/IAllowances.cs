namespace Auctions.Engine.Ports;

/// <summary>
/// Makes allowances: exact ones within a process, or such as hold over all front ends of a cluster to a stated bound.
/// </summary>
public interface IAllowances
{
    /// <summary>An allowance with subjects of its own.</summary>
    /// <param name="unitsPerMinute">How much each subject has, in any minute.</param>
    IAllowance Of(int unitsPerMinute);
}
