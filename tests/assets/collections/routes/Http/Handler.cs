namespace Http;

public sealed record Request(string Method, string Path, string Body = "");

public sealed record Response(int Status, string Body);

public delegate Response Handler(Request request);
