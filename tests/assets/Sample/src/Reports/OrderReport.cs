using System.Globalization;
using System.Text;
using Sample.Delivery;
using Sample.Domain;
using Sample.Pricing;
using Sample.Statistics;
using Sample.Taxes;

namespace Sample.Reports;

/// <summary>The orders in a table, and what the groups of products make of the whole.</summary>
public static class OrderReport
{
    public static string Write(IReadOnlyList<Order> orders)
    {
        var text = new StringBuilder();
        foreach (var order in orders)
            text.AppendLine(CultureInfo.InvariantCulture, $"order {order.Number} for {order.Customer,-6} {Total(order),8:0.00}  ({Parcels.Count(order)} parcel, {Discounts.Of(order):0.00} off)");
        text.AppendLine(CultureInfo.InvariantCulture, $"median order       {Summary.Median(orders.Select(Total)),8:0.00}");
        foreach (var group in Enum.GetValues<ProductGroup>())
            text.AppendLine(CultureInfo.InvariantCulture, $"{group.Title(),-18} {Summary.Share(Net(orders, group), orders.Sum(o => o.Net())),8:0.0} %");
        return text.ToString();
    }

    private static decimal Total(Order order) => order.Net() - Discounts.Of(order) + ValueAddedTax.TaxOf(order) + Parcels.Cost(order);

    private static decimal Net(IReadOnlyList<Order> orders, ProductGroup group) =>
        orders.SelectMany(o => o.Lines).Where(l => l.Product.Group == group).Sum(l => l.Count * l.Product.Price);
}
