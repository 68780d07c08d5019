using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Metering.Keys;

namespace Sluice.Api.Idempotency;

/// <summary>An answer with the request it answers.</summary>
/// <param name="Request">SHA-256 of method, address and body.</param>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers kept.</param>
/// <param name="Body">The body.</param>
internal sealed record KeptAnswer(byte[] Request, int Status, Dictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The headers kept; others belong to the moment.</summary>
    public static IReadOnlyList<string> Named { get; } = ["Content-Type", "Location", "ETag", "Content-Disposition", "Cache-Control"];

    /// <summary>The name an answer is kept under: tells neither who asked nor with which key.</summary>
    public static byte[] Lookup(string caller, string key) => Derive(caller, key, "lookup");

    /// <summary>Sealed with a key made from the client's own one, which is not kept: an answer may hold what is shown once only.</summary>
    public byte[] Seal(string caller, string key) =>
        KeyEnvelope.Seal(Derive(caller, key, "seal"), JsonSerializer.SerializeToUtf8Bytes(this, KeptAnswerJson.Default.KeptAnswer), Context);

    /// <summary>Opens a sealed answer.</summary>
    /// <exception cref="KeyUnreadableException">It was changed.</exception>
    public static KeptAnswer Open(ReadOnlySpan<byte> sealedAnswer, string caller, string key) =>
        JsonSerializer.Deserialize(KeyEnvelope.Open(Derive(caller, key, "seal"), sealedAnswer, Context), KeptAnswerJson.Default.KeptAnswer)!;

    private const string Context = "idempotent-answer";

    private static byte[] Derive(string caller, string key, string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key), KeyEnvelope.KeyBytes, salt: SHA256.HashData(Encoding.UTF8.GetBytes(caller)), info: Encoding.UTF8.GetBytes(use));
}

[JsonSerializable(typeof(KeptAnswer))]
internal sealed partial class KeptAnswerJson : JsonSerializerContext;
