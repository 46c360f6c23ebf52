package org.hearth.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** A policy pack: the front door of this library. Immutable, and safe to share between threads. */
public final class Pack {

    private final Determination.PackName name;
    private final Parameters parameters;
    private final WorkingDays workingDays;

    private Pack(Determination.PackName name, Parameters parameters, WorkingDays workingDays) {
        this.name = name;
        this.parameters = parameters;
        this.workingDays = workingDays;
    }

    /**
     * Loads a pack from its folder.
     *
     * @throws PackError in one line: file, table, row and column of the first thing that is wrong
     */
    public static Pack load(Path directory) {
        Path head = directory.resolve("pack.yaml");
        if (!Files.isRegularFile(head)) {
            throw PackError.in(directory.toString(), "no policy pack here: pack.yaml is missing");
        }
        JsonNode pack = Json.yaml(head);
        return new Pack(
                new Determination.PackName(
                        pack.path("name").asString(), pack.path("version").asString()),
                Parameters.load(directory.resolve("parameters")),
                WorkingDays.load(directory.resolve("calendar")));
    }

    /** Its name and version, as every determination carries them. */
    public Determination.PackName name() {
        return name;
    }

    /** The dated values by place. */
    public Parameters parameters() {
        return parameters;
    }

    /** The calendar of working days. */
    public WorkingDays workingDays() {
        return workingDays;
    }

    /**
     * Decides one household under the rules and values in force on its {@code on}.
     *
     * @throws IllegalArgumentException naming the field that holds what the fact dictionary does not know
     */
    public Determination decide(HouseholdDocument household) {
        throw new UnsupportedOperationException("decisions follow with the compiler");
    }
}
