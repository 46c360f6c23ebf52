package org.hearth.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What numbers a command line may name. */
final class Limits {

    /** China had 494 million households at the census of 2020 (第七次全国人口普查公报第二号); nobody needs more. */
    private static final long MOST_HOUSEHOLDS = 500_000_000;

    private static final int LAST_PORT = 65_535;

    private Limits() {}

    static void households(CommandSpec command, long households) {
        within(command, "--households", households, MOST_HOUSEHOLDS);
    }

    static void port(CommandSpec command, int port) {
        within(command, "--port", port, LAST_PORT);
    }

    private static void within(CommandSpec command, String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new ParameterException(
                    command.commandLine(),
                    option + " 须在 1 至 " + most + " 之间。 " + option + " must be from 1 to " + most + ", not " + value
                            + ".");
        }
    }
}
