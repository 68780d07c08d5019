using Sluice.Imports.Keys;
using Sluice.Metering.Keys;
using Reader = Sluice.Imports.Keys.KeyFileReader;

namespace Sluice.Host.Registry;

/// <summary>Key files of every kind, read by Sluice.Imports.</summary>
internal sealed class KeyFileReader : IKeyFileReader
{
    private static readonly KeyFileLimits Limits = new() { MaxFileBytes = 16 << 20, MaxUncompressedBytes = 64 << 20, MaxRows = KeyRegistry.MaxKeys };

    public KeyFile Read(Stream content, string name, string? password) => Reader.TryRead(content, name, password, out var import, out var error, Limits)
        ? new([.. import.Keys.Select(static k => (k.Key, k.Position))], [.. import.Problems.Select(static p => new KeyFileRowProblem(p.Position, p.Serial, p.Code.ToString(), p.Message))])
        : new([], [], new(error.Code.ToString(), error.Message));
}
