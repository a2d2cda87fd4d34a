using CompileDepot;
using Http;
using Orders;

[assembly: CompileTable("routes", "GET /orders", typeof(OrderRoutes), nameof(OrderRoutes.List))]
[assembly: CompileCounter("endpoints", 1)]

namespace Orders;

public static class OrderRoutes
{
    public static Response List(Request request) => new(200, "none yet");
}
