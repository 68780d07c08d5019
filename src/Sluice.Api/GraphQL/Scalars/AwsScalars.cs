using System.Globalization;
using System.Text.Json;
using GraphQL.Types;
using GraphQLParser.AST;
using Sluice.Metering;

namespace Sluice.Api.GraphQL.Scalars;

/// <summary>A scalar that is text on the wire.</summary>
internal abstract class TextScalar : ScalarGraphType
{
    public sealed override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Read(text.Value.ToString()) ?? ThrowLiteralConversionError(value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public sealed override object? ParseValue(object? value) => value switch
    {
        string text => Read(text) ?? ThrowValueConversionError(value),
        null => null,
        _ => ThrowValueConversionError(value),
    };

    /// <summary>The value of a text; null when it is none.</summary>
    protected abstract object? Read(string text);
}

/// <summary><c>AWSDateTime</c>.</summary>
internal sealed class AwsDateTime : TextScalar
{
    public AwsDateTime() => (Name, Description) = ("AWSDateTime", "A moment in UTC, to the millisecond: 2026-03-01T12:00:00.000Z.");

    /// <summary>As it is written.</summary>
    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a moment, or a day as its beginning in UTC.</summary>
    public static DateTimeOffset? TryRead(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? Timestamps.Stored(at) : null;

    public override object? Serialize(object? value) => value switch
    {
        DateTimeOffset at => Write(at),
        null => null,
        _ => ThrowSerializationError(value),
    };

    protected override object? Read(string text) => TryRead(text);
}

/// <summary><c>AWSDate</c>.</summary>
internal sealed class AwsDate : TextScalar
{
    public AwsDate() => (Name, Description) = ("AWSDate", "A day: 2026-03-01.");

    public override object? Serialize(object? value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        null => null,
        _ => ThrowSerializationError(value),
    };

    protected override object? Read(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary><c>AWSJSON</c>: JSON in a string.</summary>
internal sealed class AwsJson : TextScalar
{
    public AwsJson() => (Name, Description) = ("AWSJSON", "JSON in a string, as AppSync has it.");

    public override object? Serialize(object? value) => value is null or string ? value : ThrowSerializationError(value);

    protected override object? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
