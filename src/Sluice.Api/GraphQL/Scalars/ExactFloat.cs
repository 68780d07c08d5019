using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Sluice.Api.GraphQL.Scalars;

/// <summary><c>Float</c> without binary floating point: what is billed leaves and enters as the decimal digits it has.</summary>
internal sealed class ExactFloat : ScalarGraphType
{
    public ExactFloat() => Name = "Float";

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLIntValue number => Parse(number.Value.ToString()) ?? ThrowLiteralConversionError(value),
        GraphQLFloatValue number => Parse(number.Value.ToString()) ?? ThrowLiteralConversionError(value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        decimal number => number,
        int number => (decimal)number,
        long number => (decimal)number,
        null => null,
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) => value switch
    {
        decimal or int or long or double => value,
        null => null,
        _ => ThrowSerializationError(value),
    };

    private static decimal? Parse(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
