using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Sluice.WMBus;
using Sluice.WMBus.Receivers;

namespace Sluice.Architecture.Tests;

/// <summary>Promises every public type of the decoder library keeps.</summary>
public class PublicTypeTests
{
    /// <summary>The types that hold state on purpose. Receivers, encoders (their own folder) and ref structs need no entry.</summary>
    private static readonly Dictionary<string, string> Engines = new(StringComparer.Ordinal)
    {
        ["Sluice.WMBus.Security.KeyRing"] = "keys arrive while telegrams are decoded; thread safe",
        ["Sluice.WMBus.Formats.FormatRegistry"] = "learns format signatures; thread safe",
        ["Sluice.WMBus.FastPath.JsonDecoder"] = "holds the telegram that was opened last; one a thread",
        ["Sluice.WMBus.RepeatFilter"] = "remembers the last telegrams",
        ["Sluice.WMBus.TelegramDecoder"] = "remembers what it needs for the next telegram; thread safe",
    };

    /// <summary>Where binary floating point is the standard's own word, not our arithmetic.</summary>
    private static readonly Dictionary<string, string> Reals = new(StringComparer.Ordinal)
    {
        ["Sluice.WMBus.Records.RecordValue.Real"] = "EN 13757-3:2018, data field 0101b: 32-bit real",
    };

    /// <summary>Private fields filled once, on first use, with what the immutable rest implies: nobody can tell.</summary>
    private static readonly Dictionary<string, string> Caches = new(StringComparer.Ordinal)
    {
        ["Sluice.WMBus.DecodedTelegram.fields"] = "named fields are made when asked for; initialised by one interlocked exchange",
    };

    private static readonly Type[] MutableCollections =
        [typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>), typeof(SortedDictionary<,>), typeof(ConcurrentDictionary<,>)];

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static Type[] PublicTypes { get; } = [.. typeof(DecodeError).Assembly.GetExportedTypes().Where(t => !typeof(Delegate).IsAssignableFrom(t))];

    [Fact]
    public void No_public_property_can_be_set_after_construction()
        => Assert.Empty(
            from type in PublicTypes
            where !IsEngine(type)
            from property in type.GetProperties(Declared)
            where property.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            select $"{type.FullName}.{property.Name}");

    [Fact]
    public void No_field_of_a_public_type_changes_after_construction()
        => Assert.Empty(
            from type in PublicTypes
            where !IsEngine(type) && !type.IsEnum
            from field in type.GetFields(Declared)
            where !field.IsStatic || field.IsPublic
            where !field.IsInitOnly && !field.IsLiteral && !IsCapturedParameter(field)
            where field.IsPublic || !Caches.ContainsKey($"{type.FullName}.{field.Name}")
            select $"{type.FullName}.{field.Name}");

    [Fact]
    public void No_public_member_hands_out_a_collection_that_can_be_changed()
        => Assert.Empty(
            from type in PublicTypes
            where !IsEngine(type)
            from member in type.GetProperties(Declared).Where(p => p.GetMethod is { IsPublic: true }).Select(p => (p.Name, Type: p.PropertyType))
                .Concat(type.GetFields(Declared).Where(f => f.IsPublic).Select(f => (f.Name, Type: f.FieldType)))
            where member.Type.IsArray || (member.Type.IsGenericType && MutableCollections.Contains(member.Type.GetGenericTypeDefinition()))
            select $"{type.FullName}.{member.Name}: {member.Type.Name}");

    [Fact]
    public void No_public_member_speaks_binary_floating_point()
        => Assert.Empty(
            from type in PublicTypes
            from member in type.GetMembers(Declared)
            where IsPublic(member) && !Reals.ContainsKey($"{type.FullName}.{member.Name}") && TypesIn(member).Any(IsBinaryFloat)
            select $"{type.FullName}.{member.Name}");

    [Fact]
    public void Every_public_type_says_what_it_is()
    {
        var documented = XDocument.Load(Path.ChangeExtension(typeof(DecodeError).Assembly.Location, ".xml")).Descendants("member")
            .Where(m => m.Element("summary") is { } summary && !string.IsNullOrWhiteSpace(summary.Value) || m.Element("inheritdoc") is not null)
            .Select(m => m.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(PublicTypes.Select(t => $"T:{t.FullName!.Replace('+', '.')}").Where(name => !documented.Contains(name)));
    }

    private static bool IsEngine(Type type)
        => type.IsByRefLike
            || typeof(StreamReceiver).IsAssignableFrom(type)
            || string.Equals(type.Namespace, "Sluice.WMBus.Encoders", StringComparison.Ordinal)
            || Engines.ContainsKey(type.FullName!);

    /// <summary>A primary constructor's parameter kept as a field: the compiler does not mark it read-only.</summary>
    private static bool IsCapturedParameter(FieldInfo field) => field.Name.StartsWith('<') && field.Name.EndsWith(">P", StringComparison.Ordinal);

    private static bool IsPublic(MemberInfo member) => member switch
    {
        FieldInfo f => f.IsPublic || f.IsFamily,
        MethodBase m => m.IsPublic || m.IsFamily,
        PropertyInfo p => p.GetAccessors().Length > 0,
        _ => false,
    };

    private static IEnumerable<Type> TypesIn(MemberInfo member) => member switch
    {
        FieldInfo f => [f.FieldType],
        PropertyInfo p => [p.PropertyType],
        MethodInfo m => [m.ReturnType, .. m.GetParameters().Select(p => p.ParameterType)],
        ConstructorInfo c => c.GetParameters().Select(p => p.ParameterType),
        _ => [],
    };

    private static bool IsBinaryFloat(Type type)
        => type == typeof(float) || type == typeof(double) || type == typeof(Half)
            || (type.HasElementType && IsBinaryFloat(type.GetElementType()!))
            || (type.IsGenericType && type.GetGenericArguments().Any(IsBinaryFloat));
}
