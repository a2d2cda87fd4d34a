using Http;

namespace App;

internal static class Health
{
    public static Response Check(Request request) => new(200, "well");
}
