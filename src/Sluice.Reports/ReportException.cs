namespace Sluice.Reports;

/// <summary>A file cannot be made from what was given. The message says what, where, and what to do; it holds no password.</summary>
public sealed class ReportException : Exception
{
    public ReportException(string code, string message) : base(message) => Code = code;

    public ReportException(string code, string message, Exception inner) : base(message, inner) => Code = code;

    /// <summary>Stable, for example <c>TemplateNotReadable</c>; listed in docs/exports.md.</summary>
    public string Code { get; }
}
