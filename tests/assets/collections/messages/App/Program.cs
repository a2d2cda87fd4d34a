using App;

Console.WriteLine(string.Join(", ", Protocol.Ids.OrderBy(i => i.Value).Select(i => $"{i.Value} {i.Key}")));
foreach (var message in new object[] { new Chat.Say("hello"), new Files.Offer { Name = "a.txt", Size = 3 }, new Game.Move(1, 2) })
{
    var line = Protocol.Write(message);
    Console.WriteLine($"{line} {Protocol.Read(line).GetType()}");
}
