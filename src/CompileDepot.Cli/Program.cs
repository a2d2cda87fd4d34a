return CompileDepot.Cli.Cli.Run(args, Console.Out, Console.Error, CompileDepot.Cli.CliEnvironment.Process);
