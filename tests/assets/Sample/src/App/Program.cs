using Sample.Reports;
using Sample.Storage;

const string Orders = """
    order 1 Anna
    12 apple
    1 bread
    order 2 Boris
    3 bucket
    20 soap
    order 3 Clara
    4 pear
    2 bread
    """;

var reader = new OrderReader(Catalogue.Products);
Console.Write(OrderReport.Write(reader.Read(new StringReader(Orders))));
