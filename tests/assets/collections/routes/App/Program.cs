using App;
using Http;

foreach (var route in Router.Routes.Keys.Order(StringComparer.Ordinal))
    Console.WriteLine(route);
Console.WriteLine(Router.Endpoints);
foreach (var line in args)
{
    var words = line.Split(' ');
    var response = Router.Answer(new Request(words[0], words[1], words.ElementAtOrDefault(2) ?? ""));
    Console.WriteLine($"{response.Status} {response.Body}");
}
