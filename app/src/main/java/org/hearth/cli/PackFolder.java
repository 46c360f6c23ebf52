package org.hearth.cli;

import java.nio.file.Path;
import org.hearth.policy.Pack;
import org.hearth.policy.PackError;

/** Where the policy pack of a command lies. */
final class PackFolder {

    private PackFolder() {}

    static Path national() {
        return new Installation(System.getenv()).root().resolve("packs").resolve("cn");
    }

    static Pack load(Path folder) {
        try {
            return Pack.load(folder);
        } catch (PackError e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }
}
