using Sample.Domain;

namespace Sample.Pricing;

public static class Discounts
{
    private const int Dozen = 12;
    private const decimal LargeOrder = 50m;

    /// <summary>What comes off an order: a tenth of each line of a dozen or more, and two per cent of a large order.</summary>
    public static decimal Of(Order order)
    {
        var lines = order.Lines.Where(l => l.Count >= Dozen).Sum(l => l.Count * l.Product.Price / 10);
        var rest = order.Net() - lines;
        return Math.Round(lines + (rest >= LargeOrder ? rest * 0.02m : 0), 2);
    }
}
