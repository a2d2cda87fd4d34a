using Sample.Titles;

namespace Sample.Domain;

[Titled]
public enum ProductGroup
{
    FreshFruit,
    BakedGoods,
    HouseholdGoods,
}

/// <param name="Price">Net, of one piece.</param>
/// <param name="Weight">Kilograms.</param>
public sealed record Product(string Name, ProductGroup Group, decimal Price, double Weight);
