package org.hearth.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of Hearth. Exit status: 0 done; 1 the work failed, said in one line; 2 the command line is wrong. */
@Command(
        name = "hearth",
        description = {"社会救助平台。", "A platform for social assistance."},
        subcommands = {
            Demo.class,
            Serve.class,
            Generate.class,
            Evaluate.class,
            ReplayDecision.class,
            CheckPack.class,
            Screen.class,
            Simulate.class,
            Link.class,
            PatrolPlan.class,
            AuditVerify.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Hearth implements Runnable {

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "显示本说明。 Show this help.")
    private boolean help;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    /** Runs a command and ends the process with its exit status. */
    public static void main(String... arguments) {
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        quietLibraries();
        System.exit(commandLine().execute(arguments));
    }

    /** Standard output belongs to the commands; the platform sets levels of its own when it starts. */
    private static void quietLibraries() {
        LoggingSystem logging = LoggingSystem.get(Hearth.class.getClassLoader());
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        // It warns of every font with variants of characters, which the letters' font is.
        logging.setLogLevel("org.apache.fontbox.ttf", LogLevel.ERROR);
    }

    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new Hearth());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println(command.getCommandSpec().qualifiedName() + ": " + lineOf(failure));
            return 1;
        });
        commands.setParameterExceptionHandler((wrong, arguments) -> {
            String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
            System.err.println(name + ": " + inChinese(wrong) + plain(String.valueOf(wrong.getMessage())) + " 用法 See: "
                    + name + " --help");
            return CommandLine.ExitCode.USAGE;
        });
        return commands;
    }

    /** The commonest mistakes in Chinese, before picocli's own words. */
    private static String inChinese(ParameterException wrong) {
        return switch (wrong) {
            case MissingParameterException missing ->
                "缺少：" + missing.getMissing().stream().map(Hearth::nameOf).collect(Collectors.joining("、")) + "。 ";
            case UnmatchedArgumentException unknown -> "不认识：" + String.join("、", unknown.getUnmatched()) + "。 ";
            default -> "";
        };
    }

    private static String nameOf(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** What picocli says, without the names of Java's types and parsers that it puts behind it. */
    private static String plain(String message) {
        String line = message.lines()
                .findFirst()
                .orElse("")
                .replaceAll(" to class [\\w.]+", "")
                .replaceAll(" \\([a-z.]+\\.[A-Z]\\w+:.*", "")
                .replaceFirst("is not an? (int|long)$", "is not a whole number");
        return line.matches(".*[.。]$") ? line : line + ".";
    }

    private static String lineOf(Exception failure) {
        if (failure instanceof Failure) {
            return String.valueOf(failure.getMessage());
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException file) {
                return String.valueOf(Failure.at(file).getMessage());
            }
        }
        return unexpected(failure);
    }

    /** Keeps what a developer needs in a file, and names it in the one line that a clerk reads. */
    private static String unexpected(Exception failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile("hearth-failure-", ".txt");
            Files.writeString(file, trace.toString());
            return oneLine(failure) + " (" + file + ")";
        } catch (IOException e) {
            return oneLine(failure) + "\n" + trace;
        }
    }

    private static String oneLine(Exception failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
