using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Infra.Tests;

[assembly: AssemblyFixture(typeof(Templates))]

namespace Sluice.Infra.Tests;

/// <summary>The templates, written once by the program that writes them for a deployment.</summary>
public sealed class Templates : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-cloud-");
    private readonly List<Resource> resources = [];

    /// <summary>Where they are.</summary>
    public string Folder => folder.FullName;

    /// <summary>Every resource of every stack.</summary>
    public IReadOnlyList<Resource> All => resources;

    public async ValueTask InitializeAsync()
    {
        var (code, output) = await RunAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Sluice.Infra.dll"), Folder], AppContext.BaseDirectory);
        Assert.True(code == 0, output);
        foreach (var stack in Cloud.StackNames)
        {
            var template = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, stack + ".template.json")))!;
            foreach (var (id, resource) in template["Resources"]!.AsObject())
                resources.Add(new(stack, id, resource!["Type"]!.GetValue<string>(), resource["Properties"]?.AsObject() ?? [], resource["DeletionPolicy"]?.GetValue<string>()));
        }
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return default;
    }

    /// <summary>Resources of a type; at least one.</summary>
    public IReadOnlyList<Resource> Of(string type)
    {
        var found = resources.Where(r => r.Type == type).ToList();
        Assert.True(found.Count > 0, $"There is no {type}.");
        return found;
    }

    /// <summary>Runs a program to its end.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}

/// <summary>A resource of a template.</summary>
public sealed record Resource(string Stack, string Id, string Type, JsonObject Properties, string? DeletionPolicy)
{
    /// <summary>A property by its path, for example <c>Tags/0/Key</c>; null when it is not there.</summary>
    public JsonNode? this[string path]
    {
        get
        {
            JsonNode? node = Properties;
            foreach (var part in path.Split('/'))
                node = node switch { JsonArray array => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) is var i && i < array.Count ? array[i] : null, JsonObject o => o[part], _ => null };
            return node;
        }
    }

    /// <summary>A property as text; empty when it is not there.</summary>
    public string Text(string path) => this[path] switch { null => "", JsonValue value => value.ToString(), var node => node.ToJsonString() };

    /// <summary>A property as a number.</summary>
    public double Number(string path) => this[path] is { } node ? node.GetValueKind() == JsonValueKind.String ? double.Parse(node.ToString(), System.Globalization.CultureInfo.InvariantCulture) : node.GetValue<double>() : double.NaN;

    public override string ToString() => $"{Stack}/{Id}";
}
