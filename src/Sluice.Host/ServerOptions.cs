using Sluice.Api.GraphQL;
using Sluice.Api.GraphQL.Live;
using Sluice.Api.Limits;
using Sluice.Api.Live;
using Sluice.Host.Identity;
using Sluice.WMBus.Security;

namespace Sluice.Host;

/// <summary>What a server is started with.</summary>
public sealed record ServerOptions
{
    /// <summary>The data directory; made if needed.</summary>
    public required string Data { get; init; }

    /// <summary>Addresses to listen at, for example <c>http://127.0.0.1:8080</c>. Port 0: any free one.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Certificate for https addresses, PEM; null: there are none.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its private key, PEM; null: it is in the same file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>True: a proxy in front does TLS, and what it says about callers is believed.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>Proxies on other machines; those on this one are known.</summary>
    public IReadOnlyList<System.Net.IPNetwork> Proxies { get; init; } = [];

    /// <summary>How often one may ask.</summary>
    public RateLimits RateLimits { get; init; } = new();

    /// <summary>What one GraphQL request may ask for; the demonstration answers introspection, too.</summary>
    public QueryLimits GraphQL { get; init; } = new();

    /// <summary>What GraphQL subscriptions may take.</summary>
    public LiveLimits GraphQLLive { get; init; } = new();

    /// <summary>Live streams.</summary>
    public LiveOptions Live { get; init; } = new();

    /// <summary>True: a simulated society is on air.</summary>
    public bool Demo { get; init; }

    /// <summary>Meters of the simulated society.</summary>
    public int DemoMeters { get; init; } = 240;

    /// <summary>Keys to keep, beside those kept already.</summary>
    public IReadOnlyList<MeterKey> Keys { get; init; } = [];

    /// <summary>How people log in.</summary>
    public PeopleOptions People { get; init; } = new();

    /// <summary>Folder with the user's own drivers; null: the built-in ones only.</summary>
    public string? Drivers { get; init; }

    /// <summary>Folder with the published app; without one its address says how to build it.</summary>
    public string App { get; init; } = Path.Combine(AppContext.BaseDirectory, "app");

    /// <summary>Android apps that are this server's app in a store's wrapping; Android then shows it without an address bar.</summary>
    public IReadOnlyList<AndroidApp> AndroidApps { get; init; } = [];

    /// <summary>Where to push metrics, traces and logs by OTLP; null: where OTEL_EXPORTER_OTLP_ENDPOINT says, or nowhere.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>True: the log is JSON, one object a line.</summary>
    public bool JsonLog { get; init; }

    /// <summary>The built-in MQTT broker; null: off.</summary>
    public Mqtt.MqttBrokerOptions? Mqtt { get; init; }

    /// <summary>An MQTT broker elsewhere to take telegrams from and to publish at; null: none.</summary>
    public Mqtt.OutsideOptions? MqttOutside { get; init; }

    /// <summary>How often what brokers retain is compared with what should be.</summary>
    public TimeSpan MqttCompareEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Backups the server makes by itself; null: none.</summary>
    public Backup.BackupSchedule? Backup { get; init; }

    /// <summary>The bucket files are kept in; null: a folder of the data directory.</summary>
    public Sluice.Storage.Aws.Files.S3Options? Objects { get; init; }

    /// <summary>How webhooks go out.</summary>
    public Webhooks.WebhookOptions Webhooks { get; init; } = new();
}

/// <summary>An Android app that wraps the app (Trusted Web Activity).</summary>
/// <param name="Package">Its package name, for example <c>org.example.sluice</c>.</param>
/// <param name="Fingerprint">SHA-256 of the certificate it is signed with: 32 bytes as <c>AB:CD:…</c>.</param>
public sealed record AndroidApp(string Package, string Fingerprint);
