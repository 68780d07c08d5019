using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sluice.Host.Http;

/// <summary>What one caller, or a crowd of slow ones, may take of the server.</summary>
internal static class ConnectionLimits
{
    /// <summary>Connections in all. Beyond, new ones are closed at once.</summary>
    public const long MaxConnections = 2_000;

    /// <summary>Connections of one address, so that one cannot take them all. A society behind one router is one address.</summary>
    public const int MaxConnectionsPerAddress = 500;

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestBodySize = 8 << 20;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 200, gracePeriod: TimeSpan.FromSeconds(10));
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        var perAddress = new AddressLimit(MaxConnectionsPerAddress);
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(perAddress.Limit));
    }
}
