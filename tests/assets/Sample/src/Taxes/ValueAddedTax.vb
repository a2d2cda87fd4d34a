Imports System.Linq
Imports Sample.Domain

Public Module ValueAddedTax

    ''' <summary>The tax on an order's lines: food has the lower rate.</summary>
    Public Function TaxOf(order As Order) As Decimal
        ' On purpose: never used (BC42024).
        Dim rates As Integer
        Return Math.Round(order.Lines.Sum(Function(l) l.Count * l.Product.Price * Rate(l.Product.Group)), 2)
    End Function

    Private Function Rate(group As ProductGroup) As Decimal
        Select Case group
            Case ProductGroup.FreshFruit, ProductGroup.BakedGoods
                Return 0.07D
            Case Else
                Return 0.19D
        End Select
    End Function

End Module
