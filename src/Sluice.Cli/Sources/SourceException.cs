namespace Sluice.Cli.Sources;

/// <summary>A live source cannot be used. The message is ready for people: what, where, what to do.</summary>
public sealed class SourceException : IOException
{
    public SourceException()
    {
    }

    public SourceException(string message) : base(message)
    {
    }

    public SourceException(string message, Exception? inner) : base(message, inner)
    {
    }
}
