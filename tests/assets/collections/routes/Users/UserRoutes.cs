using CompileDepot;
using Http;
using Users;

[assembly: CompileTable("routes", "GET /users", typeof(UserRoutes), nameof(UserRoutes.List))]
[assembly: CompileTable("routes", "POST /users", typeof(UserRoutes), nameof(UserRoutes.Add))]
[assembly: CompileCounter("endpoints", 2)]

namespace Users;

public static class UserRoutes
{
    private static readonly List<string> Names = ["Ada"];

    public static Response List(Request request) => new(200, string.Join(',', Names));

    public static Response Add(Request request)
    {
        Names.Add(request.Body);
        return new(201, request.Body);
    }
}
