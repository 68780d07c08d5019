using Sluice.Metering.Identity;

namespace Sluice.Api.GraphQL;

/// <summary>Who may ask for a field. Every field that reads anything has one: a field cannot be bound without.</summary>
/// <param name="Field"><c>Query.getMeter</c>, <c>Meter.readings</c>.</param>
/// <param name="Permission">The permission needed in the society it is about.</param>
/// <param name="IsDoneByRest">True: the REST operation it carries out has the rule, and is asked.</param>
internal sealed record FieldRule(string Field, Permission Permission, bool IsDoneByRest = false);
