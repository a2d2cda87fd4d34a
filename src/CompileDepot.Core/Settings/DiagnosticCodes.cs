namespace CompileDepot.Core.Settings;

/// <summary>Every code that we print, each with a page of the same name in <c>eng/docs/diagnostics</c>. Never renumbered or reused.</summary>
public static class DiagnosticCodes
{
    /// <summary><c>CompileDepotMode</c> is none of the modes.</summary>
    public const string UnknownMode = "CD0001";

    /// <summary>The depot path holds a folder that is not absolute.</summary>
    public const string RelativeDepot = "CD0002";

    /// <summary><c>CompileDepotRoot</c> is not the absolute path of a folder.</summary>
    public const string BadRoot = "CD0003";

    /// <summary>A Boolean setting is neither true nor false.</summary>
    public const string BadBoolean = "CD0004";

    /// <summary>A miss in mode <c>Required</c>.</summary>
    public const string RequiredMiss = "CD0010";

    /// <summary>Mode <c>Verify</c> found that a compile does not give what the depot holds.</summary>
    public const string VerifyDifference = "CD0011";

    /// <summary>A depot does not work; the build goes on without it.</summary>
    public const string DepotFault = "CD0020";

    /// <summary>Damage in a depot; set aside, and compiled anew.</summary>
    public const string DepotDamage = "CD0021";

    /// <summary>A fault of CompileDepot itself; the build goes on as if it were not there.</summary>
    public const string InternalFault = "CD0022";

    /// <summary>This MSBuild can't run the tasks; the SDK is off.</summary>
    public const string UnsupportedHost = "CD0023";

    /// <summary>This MSBuild does not show what the project level needs; compiles are restored one by one.</summary>
    public const string NoProjectLevel = "CD0024";

    /// <summary>A file of preferences is not TOML.</summary>
    public const string BadToml = "CD0030";

    /// <summary>A file of preferences has something of the wrong shape.</summary>
    public const string BadPreferenceFile = "CD0031";

    /// <summary>A file of preferences has a table or key at its top that means nothing there.</summary>
    public const string UnknownTable = "CD0032";

    /// <summary>A term that means no versions.</summary>
    public const string BadVersionTerm = "CD0033";

    /// <summary>A declaration of a preference that can't be.</summary>
    public const string BadDeclaration = "CD0034";

    /// <summary>Two declarations that would give one property.</summary>
    public const string CollidingDeclarations = "CD0035";

    /// <summary>A value of another type than declared, or outside the declared ones.</summary>
    public const string BadPreferenceValue = "CD0036";

    /// <summary>A preference that no declaration asks for.</summary>
    public const string UnknownPreference = "CD0037";

    /// <summary>Preferences, or a name in [deps] or [extras], of a package that nobody knows.</summary>
    public const string UnknownPackage = "CD0038";

    /// <summary>Preferences in a layer that the lookup does not hear.</summary>
    public const string UnheardPreferences = "CD0039";

    /// <summary>The lookup or the merge of preferences is none of those that there are.</summary>
    public const string UnknownLookup = "CD0040";

    /// <summary>An environment that no depot has.</summary>
    public const string UnknownEnvironment = "CD0041";

    /// <summary>An environment's name that can't be one, or that is taken.</summary>
    public const string BadEnvironmentName = "CD0042";

    /// <summary>A file of preferences that can't be read.</summary>
    public const string UnreadablePreferences = "CD0043";

    /// <summary>An edit of preferences that is refused.</summary>
    public const string RefusedEdit = "CD0044";

    /// <summary>The lock file is not what the build gives.</summary>
    public const string LockOutOfDate = "CD0045";

    /// <summary>The lock file can't be understood.</summary>
    public const string BadLock = "CD0046";

    /// <summary>Preferences are declared, and no restore has resolved them.</summary>
    public const string PreferencesNotResolved = "CD0047";

    /// <summary>Files of preferences changed since the restore that resolved them.</summary>
    public const string PreferencesOutOfDate = "CD0048";

    /// <summary>What the preferences come to can't be written.</summary>
    public const string PreferencesNotWritten = "CD0049";

    /// <summary>A project that is built with other preferences for another one would write over its own build.</summary>
    public const string VariantInTheWay = "CD0050";

    /// <summary>In a closed environment: a compiler may read what nobody declared.</summary>
    public const string UndeclaredInput = "CD0051";

    /// <summary>In a closed environment: code uses what its project refers to only through another reference.</summary>
    public const string TransitiveReference = "CD0052";

    /// <summary>A file of trusted keys that can't be read, or holds something else.</summary>
    public const string BadTrustedKeys = "CD0053";

    /// <summary>A signing key that can't be used.</summary>
    public const string BadSigningKey = "CD0054";

    /// <summary>Entries in a depot that no trusted key signed.</summary>
    public const string UntrustedEntries = "CD0055";

    /// <summary>Files of a depot that can't be read, or could not be mended.</summary>
    public const string UnverifiedFiles = "CD0056";

    /// <summary>A file of a key is in the way of a new one.</summary>
    public const string KeyInTheWay = "CD0057";

    /// <summary>A key that a list does not have.</summary>
    public const string UnknownKey = "CD0058";

    /// <summary>A table has a key twice, with different values.</summary>
    public const string ContradictingEntries = "CD0060";

    /// <summary>A collection is of one kind for one project, and of another for another.</summary>
    public const string CollectionOfTwoKinds = "CD0061";

    /// <summary>A collection is sealed by a project, and by another that it refers to.</summary>
    public const string SealedTwice = "CD0062";

    /// <summary>Projects whose contributions are gathered refer to each other in a circle.</summary>
    public const string CyclicContributions = "CD0063";

    /// <summary>The file with a project's contributions is missing.</summary>
    public const string MissingContributions = "CD0064";

    /// <summary>The file with a project's contributions can't be read.</summary>
    public const string UnreadableContributions = "CD0065";

    /// <summary>An item or attribute that contributes nothing which a collection can hold.</summary>
    public const string BadContribution = "CD0066";

    /// <summary>A file of ids can't be understood.</summary>
    public const string BadIds = "CD0067";

    /// <summary>A file of ids gives one id, or one name, twice; or a merge has left a conflict in it.</summary>
    public const string ConflictingIds = "CD0068";

    /// <summary>A file of ids is not what the build gives.</summary>
    public const string IdsOutOfDate = "CD0069";

    /// <summary>A member that can't be filled from a collection.</summary>
    public const string BadSealedMember = "CD0070";

    /// <summary>A member that does not fit the kind of its collection.</summary>
    public const string OtherCollectionKind = "CD0071";

    /// <summary>A contributed value of another type than a member holds.</summary>
    public const string OtherValueType = "CD0072";

    /// <summary>A contributed type or method that the sealing project can't see.</summary>
    public const string ContributionNotSeen = "CD0073";

    /// <summary>A contributed method that can't be called or converted as a member wants.</summary>
    public const string OtherSignature = "CD0074";

    /// <summary>Gathered contributions that the generator can't read.</summary>
    public const string UnreadableGathered = "CD0075";

    /// <summary>A counter that its member is too small for.</summary>
    public const string CounterOverflow = "CD0076";

    /// <summary>A project contributes to collections, or seals one, where collections are off.</summary>
    public const string CollectionsOff = "CD0077";

    /// <summary>A collection is read, or its ids are to be kept, by a project that does not seal it.</summary>
    public const string UnsealedCollection = "CD0078";

    /// <summary>An attribute of the sealing project contributes to a collection whose ids are kept in a file.</summary>
    public const string AttributeWithoutId = "CD0079";

    /// <summary>The profile of a cacheable task names a parameter that the task has not.</summary>
    public const string UnknownParameter = "CD0080";

    /// <summary>The profile of a cacheable task can't be understood, or its task can't be loaded.</summary>
    public const string BadProfile = "CD0081";

    /// <summary>A step did not write an output that it declares.</summary>
    public const string OutputNotWritten = "CD0082";

    /// <summary>Mode <c>Verify</c> found that a step reads what it does not declare.</summary>
    public const string UndeclaredRead = "CD0083";

    /// <summary>The depot path begins with an image, which can't be written.</summary>
    public const string ImageFirst = "CD0085";

    /// <summary>An image that can't be used, or holds damage.</summary>
    public const string BadImage = "CD0086";

    /// <summary>Something that <c>pack</c> should put into an image is in no depot.</summary>
    public const string NotInDepot = "CD0087";

    /// <summary>Images that <c>merge</c> puts together have different results for the same key.</summary>
    public const string ConflictingEntries = "CD0088";

    /// <summary>Images that <c>merge</c> puts together were made with other versions of packages, or other preferences of a project.</summary>
    public const string DisagreeingImages = "CD0089";

    /// <summary>Another collection of the same depot is under way.</summary>
    public const string CollectionUnderWay = "CD0090";

    /// <summary>What a depot is needed for can't be told, so nothing is freed.</summary>
    public const string UnknownNeeds = "CD0091";

    /// <summary>What may not be freed is more than the limit.</summary>
    public const string OverLimit = "CD0092";

    /// <summary>Files that were to be freed, and can't be removed.</summary>
    public const string NotRemoved = "CD0093";

    /// <summary>A root record that does not tell whose it is.</summary>
    public const string UntoldRoot = "CD0094";

    /// <summary><c>CompileDepotRemote</c> names something that is no remote depot.</summary>
    public const string BadRemote = "CD0095";

    /// <summary>What a remote depot has is not to be used.</summary>
    public const string RemoteRefused = "CD0096";

    /// <summary>A remote depot has another result for the same key.</summary>
    public const string RemoteConflict = "CD0097";

    /// <summary>A remote depot is left alone for the rest of the build.</summary>
    public const string RemoteOff = "CD0098";

    /// <summary><c>CompileDepotMaxSize</c> is no size.</summary>
    public const string BadSize = "CD0099";

    /// <summary>JSON that can't be read.</summary>
    public const string MalformedJson = "CD0101";

    /// <summary>XML that can't be read.</summary>
    public const string MalformedXml = "CD0102";

    /// <summary>A file that can't be read or written.</summary>
    public const string InaccessibleFile = "CD0103";

    /// <summary>A nested build file hides that of the repository's top.</summary>
    public const string NestedBuildFile = "CD0104";

    /// <summary>A nested global.json hides that of the repository's top.</summary>
    public const string NestedGlobalJson = "CD0105";

    /// <summary>Nothing is recorded for the project that was named.</summary>
    public const string UnknownProject = "CD0106";

    /// <summary>A command line that the tool does not understand.</summary>
    public const string WrongUsage = "CD0107";

    /// <summary>No build is recorded where <c>stats</c> or <c>report</c> looks.</summary>
    public const string NothingRecorded = "CD0108";

    /// <summary><c>hash</c> finds no project or solution, or several.</summary>
    public const string NoProject = "CD0110";

    /// <summary>No .NET SDK with an MSBuild that the tool can run in its own process.</summary>
    public const string NoBuildEngine = "CD0111";

    /// <summary>MSBuild can't evaluate the projects.</summary>
    public const string EvaluationFailed = "CD0112";

    /// <summary>The commit that <c>--since</c> names can't be had.</summary>
    public const string UnknownCommit = "CD0113";

    /// <summary>The packages of the commit that <c>--since</c> names can't be restored.</summary>
    public const string RestoreFailed = "CD0114";

    /// <summary>The hashes of some projects could not be told.</summary>
    public const string UnknownHash = "CD0115";

    /// <summary>A preference that nothing has a value for where one is asked for.</summary>
    public const string NoPreference = "CD0116";

    /// <summary>A project whose packages are not restored, so that nobody knows its versions.</summary>
    public const string NotRestored = "CD0117";

    /// <summary>What <c>explain --against</c> names was not built.</summary>
    public const string NothingToCompare = "CD0118";

    /// <summary><c>help</c> knows no such code or command.</summary>
    public const string UnknownTopic = "CD0125";

    /// <summary><c>doctor</c> found something wrong.</summary>
    public const string DoctorFoundWrong = "CD0126";

    /// <summary>Two builds of the same tree differ.</summary>
    public const string BuildsDiffer = "CD0127";

    /// <summary>A build that <c>doctor --determinism</c> compares fails.</summary>
    public const string TrialFailed = "CD0128";
}
