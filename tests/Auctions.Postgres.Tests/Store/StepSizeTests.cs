using Auctions.Storage.Postgres.ReadModels;

namespace Auctions.Postgres.Tests.Store;

/// <summary>How much a projector takes in at a time.</summary>
public sealed class StepSizeTests
{
    private readonly StepSize _size = new();

    [Fact]
    public void After_a_slow_step_the_next_is_half_as_large_down_to_one_segment()
    {
        _size.Took(TimeSpan.FromSeconds(1));
        Assert.Equal(StepSize.Max / 2, _size.Segments);
        for (var step = 0; step < 10; step++)
        {
            _size.Took(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _size.Segments);
    }

    [Fact]
    public void Quick_steps_make_the_next_larger_up_to_a_bound_and_others_change_nothing()
    {
        _size.Took(TimeSpan.FromSeconds(1));
        _size.Took(TimeSpan.FromSeconds(1));
        _size.Took(TimeSpan.FromMilliseconds(300));
        Assert.Equal(StepSize.Max / 4, _size.Segments);
        for (var step = 0; step < 10; step++)
        {
            _size.Took(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(StepSize.Max, _size.Segments);
    }
}
