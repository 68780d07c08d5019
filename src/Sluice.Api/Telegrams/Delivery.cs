using Sluice.Metering.Telegrams;
using Sluice.WMBus.Receivers;

namespace Sluice.Api.Telegrams;

/// <summary>One body on its way in: cut into telegrams and handed to the intake in bounded batches, so that memory does not grow with the body.</summary>
internal sealed class Delivery(StreamReceiver receiver, string? device, ArrivalContext context, Intake intake, CancellationToken ct)
{
    private const int PieceBytes = 16 * 1024;

    private readonly List<ReceivedTelegram> waiting = [];

    /// <summary>Bytes seen so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>What became of the telegrams so far.</summary>
    public IntakeReceipt Receipt { get; private set; } = IntakeReceipt.None;

    /// <summary>Takes the next bytes; those beyond the limit are only counted.</summary>
    public async ValueTask PushAsync(ReadOnlyMemory<byte> bytes, long limit)
    {
        while (!bytes.IsEmpty && Bytes <= limit)
        {
            var piece = bytes[..Math.Min(bytes.Length, PieceBytes)];
            bytes = bytes[piece.Length..];
            Bytes += piece.Length;
            if (Bytes > limit) return;
            receiver.Push(piece.Span, waiting.Add);
            if (waiting.Count >= IntakeOptions.MaxBatch) await FlushAsync();
        }
    }

    /// <summary>The body has ended.</summary>
    public async ValueTask CompleteAsync()
    {
        receiver.Complete(waiting.Add);
        await FlushAsync();
    }

    private async ValueTask FlushAsync()
    {
        for (var start = 0; start < waiting.Count; start += IntakeOptions.MaxBatch)
        {
            var batch = waiting.GetRange(start, Math.Min(IntakeOptions.MaxBatch, waiting.Count - start));
            if (device is not null)
                for (var i = 0; i < batch.Count; i++) batch[i] = batch[i] with { Device = device };
            Receipt = Receipt.And(await intake.ReceiveAsync(batch, context, ct));
        }
        waiting.Clear();
    }
}
