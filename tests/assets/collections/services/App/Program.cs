using App;
using Mail;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
Composition.Register(services);
using var provider = services.BuildServiceProvider();
Console.WriteLine(provider.GetRequiredService<IMailer>().Send(args[0]));
