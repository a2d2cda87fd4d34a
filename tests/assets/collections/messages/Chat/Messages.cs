using Chat;
using CompileDepot;

[assembly: CompileTable("messages", "ping", typeof(Ping))]
[assembly: CompileTable("messages", "say", typeof(Say))]

namespace Chat;

public sealed record Ping;

public sealed record Say(string Text);
