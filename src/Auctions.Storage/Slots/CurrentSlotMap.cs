namespace Auctions.Storage.Slots;

/// <summary>The newest slot map that this process knows; replaced as a whole.</summary>
internal sealed class CurrentSlotMap(SlotMap map)
{
    private volatile SlotMap _map = map;

    public SlotMap Map
    {
        get => _map;
        set => _map = value;
    }
}
