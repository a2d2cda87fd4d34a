namespace Microsoft.Build.Framework;

/// <summary>
/// MSBuild looks for this attribute by name: a task that has it touches neither the current folder nor the environment block of its process, and may run beside others in a multithreaded build.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
