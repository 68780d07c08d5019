using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sluice.Api.Access;
using Sluice.Api.Idempotency;
using Sluice.Api.Problems;
using Sluice.Metering.Identity;
using Sluice.Metering.Idempotency;

namespace Sluice.Api.Tests;

/// <summary>The parts every call passes through around endpoints of a test's own, on a real port. The caller's subject is the header <c>X-Who</c>.</summary>
internal sealed class SmallServer : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly WebApplication application;

    private SmallServer(WebApplication application) => this.application = application;

    public FakeTimeProvider Clock { get; private init; } = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public List<string> Log { get; } = [];

    public HttpClient Http { get; } = new();

    public static async Task<SmallServer> StartAsync(Action<IEndpointRouteBuilder> map)
    {
        var clock = new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton<TimeProvider>(clock).AddSingleton<IAnswerStore>(new InMemoryAnswerStore());
        builder.Services.Configure<RouteHandlerOptions>(static o => o.ThrowOnBadRequest = true);
        var app = builder.Build();
        var server = new SmallServer(app) { Clock = clock };
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(server);
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.Use(static (http, next) =>
        {
            http.Features.Set(new Access.Access(new AccessRule(Permission.MeterRead), new(http.Request.Headers["X-Who"].ToString(), Role.SuperAdmin, new HashSet<SocietyId>())));
            return next(http);
        });
        app.UseMiddleware<IdempotencyMiddleware>();
        map(app);
        await app.StartAsync(CancellationToken.None);
        server.Http.BaseAddress = new(app.Urls.First());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await application.DisposeAsync();
    }

    public void Dispose()
    {
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Warning) return;
        lock (Log) Log.Add($"{formatter(state, exception)} {exception}");
    }
}
