// Two builds at a time: each is mostly one process long, and more would only fight for cores on the machines that test us.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.MethodLevel)]
