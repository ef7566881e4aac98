namespace Auctions.Storage.Slots;

/// <summary>The newest slot map that this process knows; replaced as a whole.</summary>
internal sealed class CurrentSlotMap(SlotMap map)
{
    private volatile SlotMap _map = map;
    private volatile TaskCompletionSource _doubted = New();

    public SlotMap Map
    {
        get => _map;
        set => _map = value;
    }

    /// <summary>Ends once somebody has met an auction that is not where the map has it.</summary>
    public Task Doubted => _doubted.Task;

    /// <summary>An auction is not where the map has it: there may be a newer one.</summary>
    public void Doubt() => _doubted.TrySetResult();

    /// <summary>The newest map is looked for now, whoever doubted.</summary>
    public void Reassure() => _doubted = New();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
