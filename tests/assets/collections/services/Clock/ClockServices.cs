using CompileDepot;
using Microsoft.Extensions.DependencyInjection;

[assembly: CompileSeq("services", typeof(Clock.ClockServices), nameof(Clock.ClockServices.AddClock))]

namespace Clock;

public interface IClock
{
    int Year { get; }
}

public static class ClockServices
{
    public static IServiceCollection AddClock(this IServiceCollection services) => services.AddSingleton<IClock, FixedClock>();
}

internal sealed class FixedClock : IClock
{
    public int Year => 2026;
}
