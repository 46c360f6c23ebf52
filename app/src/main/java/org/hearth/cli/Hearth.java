package org.hearth.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line of Hearth. Exit status: 0 done; 1 the work failed, said in one line; 2 the command line is wrong. */
@Command(
        name = "hearth",
        description = {"社会救助平台。", "A platform for social assistance."},
        subcommands = {Demo.class, Serve.class, Generate.class, AuditVerify.class, HelpCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Hearth implements Runnable {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    /** Runs a command and ends the process with its exit status. */
    public static void main(String... arguments) {
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Hearth()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof Failure)) {
                failure.printStackTrace(System.err);
            }
            System.err.println("hearth " + command.getCommandName() + ": " + failure.getMessage());
            return 1;
        });
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
