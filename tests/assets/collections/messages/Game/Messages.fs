namespace Game

type Move = { X: int; Y: int }

[<assembly: CompileDepot.CompileTable("messages", "move", typeof<Move>)>]
do ()
