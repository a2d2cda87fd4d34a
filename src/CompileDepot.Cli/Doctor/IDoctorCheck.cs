namespace CompileDepot.Cli.Doctor;

/// <summary>One thing that <c>doctor</c> looks at.</summary>
internal interface IDoctorCheck
{
    /// <summary>Looks, and says what it found, at least one thing. What it can't look at is a finding too: it throws nothing that a person could mend.</summary>
    IEnumerable<Finding> Examine(Patient patient);
}
