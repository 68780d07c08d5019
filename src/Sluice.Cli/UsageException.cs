namespace Sluice.Cli;

/// <summary>The command cannot do what was asked because of how it was asked: told on standard error, exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
