using System.Text;
using Sluice.Imports.Keys;
using static Sluice.Imports.Tests.Keys.KeyFileSamples;

namespace Sluice.Imports.Tests.Keys;

public sealed class KemReaderTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void A_file_encrypted_by_openssl_is_read(bool bom)
    {
        var import = Read(Container(OpenSslKem, bom), Password);
        Assert.Equal(KeyFileFormat.Kem, import.Format);
        Assert.True(import.IsEncrypted);
        Assert.Empty(import.Problems);
        Assert.Equal("90000001 KAM  000102030405060708090A0B0C0D0E0F", Assert.Single(Lines(import)));
        var entry = import.Keys[0];
        Assert.Equal(("FLOWIQ 21XX", "02179C0H806", "0100200000000", 1), (entry.Model, entry.TypeNumber, entry.ConfigNumber, entry.Position));
    }

    [Fact]
    public void A_password_longer_than_sixteen_bytes_counts_with_its_first_sixteen()
    {
        Assert.Equal("90000002 -  101112131415161718191A1B1C1D1E1F", Assert.Single(Lines(Read(Container(OpenSslKem2), "A password of more than sixteen"))));
        Assert.Single(Read(Container(OpenSslKem2), "A password of mo, whatever follows").Keys);
    }

    [Fact]
    public void A_zip_container_is_known_by_its_content_and_its_schema_is_passed_over()
    {
        var schema = Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" />");
        var import = Read(Zip(("meter_information_file.xsd", schema), ("a.kem", Container(OpenSslKem))), Password);
        Assert.Single(import.Keys);
    }

    [Fact]
    public void Several_documents_in_one_container_are_numbered_on()
    {
        static byte[] Plain(int meter)
        {
            using var stream = new MemoryStream();
            KemWriter.WriteDecrypted(stream, KeyFileFormat.Kem, [Meter(meter)]);
            return stream.ToArray();
        }
        Assert.Equal([1, 2], Read(Zip(("a.kem", Plain(1)), ("b.kem", Plain(2)))).Keys.Select(static e => e.Position));
    }

    [Theory]
    [InlineData("<Key><Name>DEK</Name><Value>000102030405060708090A0B0C0D0E0F</Value></Key>")]
    [InlineData("<Key Type=\"DEK\"><Value>000102030405060708090A0B0C0D0E0F</Value></Key>")]
    [InlineData("<Key Type=\"DEK\">000102030405060708090A0B0C0D0E0F</Key>")]
    [InlineData("<Key Type=\"DEK\" Value=\"000102030405060708090A0B0C0D0E0F\" />")]
    [InlineData("<Key><Value>000102030405060708090A0B0C0D0E0F</Value><Name>DEK</Name></Key>")]
    [InlineData("<Key><Name>PK1</Name><Value>101112131415161718191A1B1C1D1E1F</Value></Key><Key><Name>DEK</Name><Value>000102030405060708090A0B0C0D0E0F</Value></Key><Key><Name>UFPW</Name><Value>1</Value></Key>")]
    public void Every_shape_of_a_kem2_key_is_read(string keys)
    {
        var import = Read($"<Devices><Device><DeviceId><SerialNumber>90000001</SerialNumber></DeviceId><CustomerDeviceNumber>Flat 12</CustomerDeviceNumber><ManufacturerId>KAM</ManufacturerId><Keys>{keys}</Keys></Device></Devices>");
        Assert.Equal(KeyFileFormat.Kem2, import.Format);
        Assert.Equal("90000001 KAM Flat 12 000102030405060708090A0B0C0D0E0F", Assert.Single(Lines(import)));
    }

    [Theory]
    [InlineData("MetersInOrder", "Meter", "MeterName")]
    [InlineData("DevicesInOrder", "Device", "DeviceName")]
    [InlineData("FlowSensorsInOrder", "FlowSensor", "MeterName")]
    public void Every_root_of_the_schema_is_read_also_decrypted(string root, string device, string name)
    {
        var import = Read($"<{root} xmlns=\"urn:any\"><{device}><SerialNo>1234</SerialNo><VendorId>KAM</VendorId><{name}>X</{name}><EncKeys><PK1>1</PK1><DEK>000102030405060708090a0b0c0d0e0f</DEK></EncKeys></{device}></{root}>");
        Assert.False(import.IsEncrypted);
        Assert.Equal("00001234 KAM  000102030405060708090A0B0C0D0E0F", Assert.Single(Lines(import)));
        Assert.Equal("X", import.Keys[0].Model);
    }

    [Fact]
    public void A_meter_without_key_is_a_problem_and_the_others_are_read()
    {
        var import = Read("""
            <MetersInOrder>
              <Meter><SerialNo>90000001</SerialNo><EncKeys /></Meter>
              <Meter><SerialNo>90000002</SerialNo></Meter>
              <Meter><SerialNo>90000003</SerialNo><EncKeys><DEK>00</DEK></EncKeys></Meter>
              <Meter><EncKeys><DEK>000102030405060708090A0B0C0D0E0F</DEK></EncKeys></Meter>
              <Meter />
              <Meter><MeterNo>90000004</MeterNo><EncKeys><DEK>000102030405060708090A0B0C0D0E0F</DEK></EncKeys></Meter>
            </MetersInOrder>
            """);
        Assert.Equal(
            ["1 90000001 MissingKey", "2 90000002 MissingKey", "3 90000003 InvalidKey", "4  MissingSerial", "5  MissingSerial"],
            import.Problems.Select(static p => $"{p.Position} {p.Serial} {p.Code}"));
        Assert.Equal(6, Assert.Single(import.Keys).Position);
    }

    [Fact]
    public void Passwords_that_are_missing_or_wrong_are_told_apart()
    {
        var file = File(KeyFileFormat.Kem, Meters(20), Password);
        Assert.Equal(KeyFileErrorCode.PasswordRequired, Fail(file).Code);
        for (var i = 0; i < 200; i++) Assert.Equal(KeyFileErrorCode.WrongPassword, Fail(file, $"wrong {i}").Code);
        Assert.Equal(20, Read(file, Password).Keys.Length);
    }

    [Fact]
    public void Damage_is_not_blamed_on_the_password()
    {
        var xml = Encoding.ASCII.GetString(Container(OpenSslKem, bom: false));
        var first = Fail(xml.Replace("5itUq5wj", "AAAAAAAA", StringComparison.Ordinal), Password);
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, first.Code);
        var cut = Fail(Container(OpenSslKem[..400]), Password);
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, cut.Code);
        Assert.Contains("device 1", cut.Message, StringComparison.Ordinal);
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, Fail(Container(""), Password).Code);
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, Fail(Container("!!!"), Password).Code);
    }

    [Fact]
    public void Document_types_entities_and_deep_nesting_are_refused()
    {
        var secret = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllText(secret, "000102030405060708090A0B0C0D0E0F");
            var external = $"<!DOCTYPE d [<!ENTITY x SYSTEM \"file://{secret}\">]><MetersInOrder><Meter><SerialNo>1</SerialNo><EncKeys><DEK>&x;</DEK></EncKeys></Meter></MetersInOrder>";
            Assert.Equal(KeyFileErrorCode.DamagedKeyFile, Fail(external).Code);
        }
        finally
        {
            System.IO.File.Delete(secret);
        }
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, Fail("<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><MetersInOrder>&b;</MetersInOrder>").Code);
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, Fail($"<MetersInOrder>{string.Concat(Enumerable.Repeat("<a>", 100_000))}").Code);
    }

    [Theory]
    [InlineData("<Invoice />")]
    [InlineData("<EncryptedData><EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes256-cbc\" /></EncryptedData>")]
    public void Other_xml_is_not_a_key_file(string xml) => Assert.Equal(KeyFileErrorCode.NotAKeyFile, Fail(xml, Password).Code);

    [Fact]
    public void The_sample_files_of_the_corpus_are_read_when_they_are_there()
    {
        var folder = Corpus.Folder("kem");
        if (folder is null) return;
        foreach (var (name, meters) in new[] { ("example.zip.kem", 2), ("example.zip.kem2", 1), ("example_plain.kem", 2) })
        {
            var import = Read(System.IO.File.ReadAllBytes(Path.Combine(folder, name)), "Example-Pw-1");
            Assert.Equal(meters, import.Keys.Length);
            Assert.Empty(import.Problems);
            Assert.Equal("90000001 KAM  000102030405060708090A0B0C0D0E0F", Lines(import)[0]);
            Assert.Equal(KeyFileErrorCode.WrongPassword, Fail(System.IO.File.ReadAllBytes(Path.Combine(folder, name)), "Example-Pw-2").Code);
        }
    }
}
