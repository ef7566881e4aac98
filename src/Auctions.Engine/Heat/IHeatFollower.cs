using Auctions.Engine.Ports;

namespace Auctions.Engine.Heat;

/// <summary>A part of a process that does what remedies ask of it.</summary>
public interface IHeatFollower
{
    /// <summary>What is in force from now on, all of it; called once a second.</summary>
    void Follow(HeatOrders orders);
}
