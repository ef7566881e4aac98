namespace Auctions.Engine.Heat;

/// <summary>A part of a process that knows what is hot.</summary>
public interface IHeatSource
{
    /// <summary>From now on <see cref="AddTo"/> is called once a second; before, nothing needs to be kept.</summary>
    void Start()
    {
    }

    /// <summary>It is not called any more.</summary>
    void Stop()
    {
    }

    /// <summary>Adds what happened since the last call.</summary>
    void AddTo(HeatFrameBuilder frame);
}
