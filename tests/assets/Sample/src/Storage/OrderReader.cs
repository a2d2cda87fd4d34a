using System.Globalization;
using Sample.Domain;

namespace Sample.Storage;

/// <summary>Reads orders: <c>order number customer</c>, then a line <c>count product</c> for each product.</summary>
public sealed class OrderReader(IReadOnlyDictionary<string, Product> products)
{
    public IReadOnlyList<Order> Read(TextReader text)
    {
        var orders = new List<Order>();
        var head = text.ReadLine();
        while (head is not null)
        {
            var parts = head.Split(' ', 3);
            orders.Add(new Order(int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], ReadLines(text, out head)));
        }
        return orders;
    }

    private List<OrderLine> ReadLines(TextReader text, out string? next)
    {
        var lines = new List<OrderLine>();
        for (next = text.ReadLine(); next is not null && !next.StartsWith("order ", StringComparison.Ordinal); next = text.ReadLine())
        {
            var (count, name) = Split(next);
            // On purpose: the name may be null (CS8604).
            lines.Add(new OrderLine(products[Known(name)], count));
        }
        return lines;
    }

    private static (int Count, string? Name) Split(string line)
    {
        var parts = line.Split(' ', 2);
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? parts[1] : null);
    }

    private static string Known(string name) => name.Trim();
}
