using Sluice.WMBus.Drivers;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Tests.Transport;

/// <summary>A wired frame has no meter address before its first header; what is encrypted then cannot be opened.</summary>
public sealed class AddresslessTests
{
    [Theory]
    [InlineData("08018D20000000002000000102030405", Layer.ExtendedLink)] // ELL with session, encryption 1
    [InlineData("08017A0000100500112233445566778899AABBCCDDEEFF", Layer.Transport)] // short header, mode 5, one block
    [InlineData("08017A00001007100011223344556677889900AABBCCDDEEFF", Layer.Transport)] // short header, mode 7, one block
    public void An_encrypted_wired_frame_without_an_address_is_told(string content, Layer layer)
    {
        var bytes = Convert.FromHexString(content);
        byte sum = 0;
        foreach (var b in bytes) sum = unchecked((byte)(sum + b));
        byte[] frame = [0x68, (byte)bytes.Length, (byte)bytes.Length, 0x68, .. bytes, sum, 0x16];
        var decoder = new TelegramDecoder(new(), new(), DriverCatalog.Empty);
        foreach (var key in new[] { null, new MeterKey(null, new byte[16]) })
        {
            var decoded = decoder.Decode(frame, key: key);
            Assert.Equal((DecodeErrorCode.UnsupportedSecurityMode, layer), (decoded.Error.Code, decoded.Error.Layer));
        }
    }
}
