using CompileDepot.Generators.Rendering;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompileDepot.Generators.Tests;

[TestClass]
public sealed class LiteralsTests
{
    [TestMethod]
    public void String_MeansItself_WhateverItHolds() => Prop.ForAll(
        Gen.Choose(0, char.MaxValue).Select(c => (char)c).Or(Gen.Elements('"', '\\', '{', '\n', '\u2028', '\ud800')).ListOf().Select(c => new string([.. c])).ToArbitrary(),
        text => Parse(Literals.String(text)).Token.Value is string back && back == text && Literals.String(text).All(c => c is >= ' ' and <= '~')).QuickCheckThrowOnFailure();

    [TestMethod]
    [DataRow(long.MinValue)]
    [DataRow(-1L)]
    [DataRow(0L)]
    [DataRow(long.MaxValue)]
    public void Long_HasItsSuffix(long value) => Assert.AreEqual(value + "L", Literals.Long(value));

    private static LiteralExpressionSyntax Parse(string text) => (LiteralExpressionSyntax)SyntaxFactory.ParseExpression(text);
}
