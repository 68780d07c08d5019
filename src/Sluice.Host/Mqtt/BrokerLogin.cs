using System.Net;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Sluice.Api.Audit;
using Sluice.Host.Identity;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;

namespace Sluice.Host.Mqtt;

/// <summary>Who may connect to the built-in broker: gateways and API keys, by their id as the user name and their secret as the password. Who guesses waits longer each time.</summary>
internal sealed partial class BrokerLogin(
    CredentialAuthenticator credentials, IAuditLog audit, RefusalBound bound, MqttBrokerOptions options, TimeProvider clock, ILogger<BrokerLogin> log)
{
    private readonly FailureDelay failures = new(clock);

    /// <summary>Decides about a CONNECT.</summary>
    public async Task ValidateAsync(ValidatingConnectionEventArgs connect)
    {
        var from = AddressOf(connect.RemoteEndPoint);
        connect.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        if (connect.ChannelAdapter is not BrokerConnection connection) return;
        try
        {
            if (await WhoAsync(connect, connection, from) is { } peer)
            {
                failures.Forget(from);
                connection.IsTrusted = true;
                connect.SessionItems[MqttPeer.Item] = peer;
                connect.ReasonCode = MqttConnectReasonCode.Success;
                return;
            }
        }
        catch (StorageException e)
        {
            LoginFailed(e.Message);
            connect.ReasonCode = MqttConnectReasonCode.ServerUnavailable;
            return;
        }
        await RefusedAsync("mqtt.connect", connect.UserName is { Length: > 0 and <= 64 } name ? name : "", "unknown user or wrong password", Caller.Nobody, from);
        await Task.Delay(failures.Note(from), clock, CancellationToken.None);
    }

    /// <summary>True while the peer's credential is in force.</summary>
    public async ValueTask<bool> IsStillGoodAsync(MqttPeer peer, CancellationToken ct) =>
        (await credentials.CheckAsync(peer.Kind, peer.Credential, peer.Hash, ct)).Role != Role.None;

    /// <summary>Notes that a gateway was heard: being connected alone does not count, its radio may be dead.</summary>
    public ValueTask NoteHeardAsync(MqttPeer peer) => credentials.NoteUseAsync(peer.Credential, CancellationToken.None);

    /// <summary>Writes into the audit log that somebody was refused, at most so often.</summary>
    public async Task RefusedAsync(string action, string target, string why, Caller caller, string from)
    {
        var actor = caller.Subject.Length > 0 ? caller.Subject : "anonymous";
        if (!bound.TryTake(caller.Subject.Length > 0 ? caller.Subject : from, out var unwritten)) return;
        var detail = unwritten == 0 ? why : $"{why}; {unwritten} more refusals were not written one by one";
        try
        {
            var society = caller.Societies.Count == 1 ? caller.Societies.First() : (SocietyId?)null;
            await audit.AppendAsync(new(clock.GetUtcNow(), actor, caller.Name, $"{action} refused", society, target, detail, from), CancellationToken.None);
        }
        catch (StorageException e)
        {
            LoginFailed(e.Message);
        }
    }

    private async ValueTask<MqttPeer?> WhoAsync(ValidatingConnectionEventArgs connect, BrokerConnection connection, string from)
    {
        if (connect.Password is not { Length: <= 200 } text || !CredentialSecret.TryParse(text, out var kind, out var id, out var hash) || connect.UserName != id) return null;
        var caller = await credentials.AuthenticateAsync(kind, id, hash, CancellationToken.None);
        return caller.Role == Role.None ? null : new(caller, id, hash, kind, connection, from, options, clock);
    }

    private static string AddressOf(EndPoint? end) => end is IPEndPoint { Address: var address } ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "";

    [LoggerMessage(LogLevel.Error, "MQTT: a log-in or its refusal could not be looked up or written down: {Why}")]
    private partial void LoginFailed(string why);
}
