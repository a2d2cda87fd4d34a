using Sample.Domain;

namespace Sample.Delivery;

public static class Parcels
{
    private const double LargestWeight = 10;

    /// <summary>How many parcels an order takes.</summary>
    public static int Count(Order order)
    {
        // On purpose: never used (CS0219).
        var smallestWeight = 0.1;
        return Math.Max(1, (int)Math.Ceiling(order.Weight / LargestWeight));
    }

    public static decimal Cost(Order order) => 3.90m + 2.50m * (Count(order) - 1);
}
