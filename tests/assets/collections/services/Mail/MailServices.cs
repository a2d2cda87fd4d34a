using Clock;
using CompileDepot;
using Microsoft.Extensions.DependencyInjection;

[assembly: CompileSeq("services", typeof(Mail.MailServices), nameof(Mail.MailServices.AddMail))]

namespace Mail;

public interface IMailer
{
    string Send(string to);
}

public static class MailServices
{
    public static void AddMail(IServiceCollection services) => services.AddTransient<IMailer, Mailer>();
}

internal sealed class Mailer(IClock clock, IEnumerable<IMailFilter> filters) : IMailer
{
    public string Send(string to) => filters.Aggregate($"to {to}, {clock.Year}", (text, filter) => filter.Change(text));
}

/// <summary>What other libraries may add.</summary>
public interface IMailFilter
{
    string Change(string text);
}
