using System.Text;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Metering.Files;

/// <summary>
/// The name of a stored file (object), in the owner's layout: <c>societies/{societyId}/…</c>, <c>temp-uploads/{userId}/{sessionId}/…</c>, <c>templates/…</c>.
/// Made only from what somebody was let into, so that a file of another society cannot even be named; and never leads out of the store.
/// </summary>
public sealed record FileName
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 400;

    private FileName(string text) => Text = text;

    /// <summary>The name: segments of letters, digits and <c>. _ - % @ =</c> between slashes.</summary>
    public string Text { get; }

    /// <summary>A file of a society: <c>societies/{societyId}/…</c>.</summary>
    /// <exception cref="ArgumentException">A part is empty, or holds what a name cannot.</exception>
    public static FileName OfSociety(SocietyScope scope, params ReadOnlySpan<string> parts) => Join($"societies/{scope.Society.Text}", parts);

    /// <summary>A file handed up or made by a job: <c>temp-uploads/{userId}/{jobId}/…</c>; removed with the job.</summary>
    /// <inheritdoc cref="OfSociety" path="/exception"/>
    public static FileName OfJob(Job job, params ReadOnlySpan<string> parts) => OfJob(job.CreatedBy, job.Id, parts);

    /// <summary>As the form with a job, before there is one.</summary>
    /// <inheritdoc cref="OfSociety" path="/exception"/>
    public static FileName OfJob(string userId, JobId job, params ReadOnlySpan<string> parts) => Join($"temp-uploads/{Escape(userId)}/{job}", parts);

    /// <summary>What everything a user handed up begins with.</summary>
    public static FileName UploadsOf(string userId) => Join($"temp-uploads/{Escape(userId)}", []);

    /// <summary>The name of a listed file.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static FileName Listed(string text) => Join("", text.Split('/'));

    public override string ToString() => Text;

    private static FileName Join(string head, ReadOnlySpan<string> parts)
    {
        var name = new StringBuilder(head);
        foreach (var part in parts)
        {
            if (part.Length == 0 || part.All(static c => c == '.') || !part.All(IsPlain)) throw new ArgumentException($"A part of a file name holds what it cannot; letters, digits and . _ - % @ = are fine.", nameof(parts));
            if (name.Length > 0) name.Append('/');
            name.Append(part);
        }
        return name.Length <= MaxLength ? new(name.ToString()) : throw new ArgumentException($"A file name has at most {MaxLength} characters.", nameof(parts));
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '%' or '@' or '=';

    /// <summary>An identity provider's user id as one segment; different ids stay different.</summary>
    private static string Escape(string userId)
    {
        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(userId))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-' or (byte)'@') escaped.Append((char)b);
            else escaped.Append($"%{b:X2}");
        }
        return escaped.Length > 0 ? escaped.ToString() : throw new ArgumentException("A user id is not empty.", nameof(userId));
    }
}
