using System.Reflection;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Projects;

/// <summary>
/// What stands behind the build engine that a task is given: the evaluated project, the targets that were asked for, and the events of the build. MSBuild has no public way to any of them; so each
/// member is looked for by name, and where one is missing or of another type the project level is off, which is said (CD0024), and everything else works.
/// </summary>
internal sealed class RequestSurface
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Lock Gate = new();
    private static Members? LastSeen;

    private RequestSurface(ProjectInstance project, IReadOnlyCollection<string> targets, IEventSource events, bool isSilent)
    {
        Project = project;
        Targets = targets;
        Events = events;
        IsSilent = isSilent;
    }

    /// <summary>The project as it is now: targets that ran have changed it.</summary>
    public ProjectInstance Project { get; }

    /// <summary>The targets of the request; empty for the default ones.</summary>
    public IReadOnlyCollection<string> Targets { get; }

    /// <summary>Raises the events of all projects that this process builds, in their order.</summary>
    public IEventSource Events { get; }

    /// <summary>Whether MSBuild throws messages away where they are logged, because nobody would show them: with one node and at quiet verbosity.</summary>
    public bool IsSilent { get; }

    /// <summary>Asks.</summary>
    /// <param name="missing">What is not there, in words; null where everything is.</param>
    public static RequestSurface? TryGet(IBuildEngine engine, out string? missing)
    {
        try
        {
            Members members;
            lock (Gate)
                members = LastSeen is { } known && known.Engine == engine.GetType() ? known : LastSeen = Members.Of(engine);
            missing = null;
            return members.Read(engine);
        }
        // Whatever a later MSBuild answers instead.
        catch (Exception e) when (e is MissingMemberException or InvalidCastException or TargetInvocationException or NullReferenceException or ArgumentException)
        {
            missing = e.Message;
            return null;
        }
    }

    private sealed record Members(Type Engine, FieldInfo Entry, PropertyInfo Configuration, PropertyInfo Project, PropertyInfo Request, PropertyInfo Targets, FieldInfo Logging, PropertyInfo Service, FieldInfo Events, PropertyInfo OnlyCritical)
    {
        public static Members Of(IBuildEngine engine)
        {
            var type = engine.GetType();
            var entry = Field(type, "_requestEntry");
            var configuration = Property(entry.FieldType, "RequestConfiguration");
            var request = Property(entry.FieldType, "Request");
            var logging = Field(type, "_taskLoggingContext");
            var service = Property(logging.FieldType, "LoggingService");
            return new Members(
                type,
                entry,
                configuration,
                Property(configuration.PropertyType, "Project"),
                request,
                Property(request.PropertyType, "Targets"),
                logging,
                service,
                Field(service.GetValue(logging.GetValue(engine))!.GetType(), "_filterEventSource"),
                Property(service.PropertyType, "OnlyLogCriticalEvents"));
        }

        public RequestSurface Read(IBuildEngine engine)
        {
            var entry = Entry.GetValue(engine)!;
            var service = Service.GetValue(Logging.GetValue(engine))!;
            return new RequestSurface(
                (ProjectInstance)Project.GetValue(Configuration.GetValue(entry))!,
                (IReadOnlyCollection<string>?)Targets.GetValue(Request.GetValue(entry)) ?? [],
                (IEventSource?)Events.GetValue(service) ?? throw new MissingMemberException("nobody listens to this build"),
                (bool)OnlyCritical.GetValue(service)!);
        }

        private static FieldInfo Field(Type type, string name) => type.GetField(name, Any) ?? throw new MissingMemberException(type.FullName, name);

        private static PropertyInfo Property(Type type, string name) => type.GetProperty(name, Any) ?? throw new MissingMemberException(type.FullName, name);
    }
}
