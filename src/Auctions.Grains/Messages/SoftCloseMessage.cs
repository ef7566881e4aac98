using Auctions.Core;

namespace Auctions.Grains.Messages;

/// <summary>A soft close on its way; times in ticks. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("soft-close-message")]
public sealed record SoftCloseMessage(
    [property: Id(0)] long Window,
    [property: Id(1)] long Extension,
    [property: Id(2)] ExtensionMode Mode,
    [property: Id(3)] int? ExtensionsMax,
    [property: Id(4)] long? HardEnd)
{
    public static SoftCloseMessage Of(SoftClose soft) => new(
        soft.Window.Ticks, soft.Extension.Ticks, soft.Mode, soft.ExtensionsMax, soft.HardEnd?.UtcTicks);

    public SoftClose ToSoftClose() => new(
        TimeSpan.FromTicks(Window), TimeSpan.FromTicks(Extension), Mode, ExtensionsMax, Wire.ToInstant(HardEnd));

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(SoftCloseMessage);
}
