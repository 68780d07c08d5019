using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StandardWebhooks;

namespace Sluice.Api.Tests.Webhooks;

/// <summary>Somebody else's server that gets webhooks, on a free port of this machine. It keeps what came and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>How to answer; 204 unless the test says otherwise.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = static http =>
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    /// <summary>What came, in order.</summary>
    public ConcurrentQueue<Received> All { get; } = new();

    public Uri Address => new(app.Urls.First() + "/hook");

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync(CancellationToken.None);
        return receiver;
    }

    /// <summary>Waits until so many have come.</summary>
    public async Task<IReadOnlyList<Received>> WaitAsync(int count)
    {
        for (var i = 0; i < 2_000 && All.Count < count; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(All.Count >= count, $"{All.Count} of {count} came");
        return [.. All];
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        All.Enqueue(new(new HeaderDictionary(http.Request.Headers.ToDictionary()), body));
        await Answer(http);
    }
}

/// <summary>A webhook as it came.</summary>
internal sealed record Received(IHeaderDictionary Headers, string Body)
{
    public string Id => Headers["webhook-id"].ToString();

    /// <summary>The signatures: two while a secret is being replaced.</summary>
    public IReadOnlyList<string> Signatures => Headers["webhook-signature"].ToString().Split(' ');

    /// <summary>Checks with somebody else's implementation that one of the signatures is the secret's; throws when none is.</summary>
    public void Verify(string secret, int signature = 0) =>
        new StandardWebhook(secret).Verify(Body, new HeaderDictionary(Headers.ToDictionary()) { ["webhook-signature"] = Signatures[signature] });
}
