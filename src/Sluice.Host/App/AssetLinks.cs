using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;

namespace Sluice.Host.App;

/// <summary>Tells Android which apps of a store belong to this server (Digital Asset Links).</summary>
internal static class AssetLinks
{
    /// <summary>Adds <c>/.well-known/assetlinks.json</c>; without apps it answers 404.</summary>
    public static void MapAssetLinks(this IEndpointRouteBuilder app, IReadOnlyList<AndroidApp> apps)
    {
        var links = new JsonArray([.. apps.Select(static a => (JsonNode)new JsonObject
        {
            ["relation"] = new JsonArray("delegate_permission/common.handle_all_urls"),
            ["target"] = new JsonObject { ["namespace"] = "android_app", ["package_name"] = a.Package, ["sha256_cert_fingerprints"] = new JsonArray(a.Fingerprint) },
        })]).ToJsonString();
        app.MapMethods("/.well-known/assetlinks.json", [HttpMethods.Get, HttpMethods.Head], () => apps.Count == 0 ? Problem.NotFound() : Results.Text(links, "application/json"))
            .ExcludeFromDescription().OpenToAnybody("Android's verifier asks, and it names no secret");
    }
}
