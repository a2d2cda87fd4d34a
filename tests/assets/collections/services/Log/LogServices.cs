using CompileDepot;
using Mail;
using Microsoft.Extensions.DependencyInjection;

[assembly: CompileSeq("services", typeof(Log.LogServices), nameof(Log.LogServices.AddLog))]

namespace Log;

public static class LogServices
{
    public static void AddLog(IServiceCollection services) => services.AddSingleton<IMailFilter, LogFilter>();
}

internal sealed class LogFilter : IMailFilter
{
    public string Change(string text) => text + " (logged)";
}
