namespace Sluice.Metering.Files;

/// <summary>What is said about a file where the provider has a place for it (object storage); a folder has none.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Tags">At most 10 tags, for lifecycle rules, cost reports and searching: keys of 1 to 128 characters, values to 256, of letters, digits, spaces and <c>+ - = . _ : / @</c>.</param>
public sealed record FileLabels(string MediaType, IReadOnlyDictionary<string, string> Tags);
