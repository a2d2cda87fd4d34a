<Assembly: CompileDepot.CompileTable("messages", "offer", GetType(Files.Offer))>

Public Class Offer
    Public Property Name As String
    Public Property Size As Integer
End Class
