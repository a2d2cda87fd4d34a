namespace Sample.Domain;

public sealed record OrderLine(Product Product, int Count);

public sealed class Order(int number, string customer, IReadOnlyList<OrderLine> lines)
{
    public int Number { get; } = number;

    public string Customer { get; } = customer;

    public IReadOnlyList<OrderLine> Lines { get; } = lines;

    public double Weight => Lines.Sum(l => l.Count * l.Product.Weight);

    /// <summary>The sum of the lines, before discounts and taxes.</summary>
    public decimal Net()
    {
        var sum = Lines.Sum(l => l.Count * l.Product.Price);
        return Math.Round(sum, 2);
    }
}
