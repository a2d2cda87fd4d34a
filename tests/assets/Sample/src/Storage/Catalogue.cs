using Sample.Domain;

namespace Sample.Storage;

public static class Catalogue
{
    public static IReadOnlyDictionary<string, Product> Products { get; } = new[]
    {
        new Product("apple", ProductGroup.FreshFruit, 0.45m, 0.18),
        new Product("pear", ProductGroup.FreshFruit, 0.60m, 0.20),
        new Product("bread", ProductGroup.BakedGoods, 2.80m, 0.75),
        new Product("soap", ProductGroup.HouseholdGoods, 1.95m, 0.10),
        new Product("bucket", ProductGroup.HouseholdGoods, 6.50m, 0.90),
    }.ToDictionary(p => p.Name);
}
