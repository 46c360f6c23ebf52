package org.hearth.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The user of the operating system that the server runs as: ourselves, or, because PostgreSQL refuses to run as root,
 * an unprivileged one.
 *
 * @param name the user's name
 * @param prefix what precedes a command so that it runs as that user; empty when that is ourselves
 */
record ServerUser(String name, List<String> prefix) {

    private static final List<String> PROGRAM_FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

    /** Ends of a command: its exit status, and what it wrote to either stream. */
    record Outcome(int status, String output) {}

    /** Chooses the user; a cluster that exists keeps the user who owns it. */
    static ServerUser forCluster(Path cluster) throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        String owner = Files.exists(cluster) ? Files.getOwner(cluster).getName() : "";
        if (!root) {
            String self = System.getProperty("user.name");
            if (!owner.isEmpty() && !Files.getAttribute(cluster, "unix:uid").equals(ownUid())) {
                throw new PostgresFailure("The database in " + cluster + " belongs to the user " + owner
                        + ", and Hearth is run by " + self + "; run it as root or as " + owner + ".");
            }
            return new ServerUser(self, List.of());
        }
        String name = owner.isEmpty() || owner.equals("root") ? unprivileged() : owner;
        return new ServerUser(name, switchingTo(name));
    }

    /** Runs a command as this user in {@code folder} and waits for its end. */
    Outcome run(Path folder, List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        // PGPORT, PGDATA and the like of the caller's shell would otherwise steer our server.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresFailure("Interrupted while waiting for " + command.getFirst() + ".", e);
        }
    }

    /** Makes {@code folder} this user's own and nobody else's. */
    void own(Path folder) throws IOException {
        Files.setPosixFilePermissions(
                folder, PosixFilePermissions.fromString(Files.isDirectory(folder) ? "rwx------" : "rw-------"));
        if (!prefix.isEmpty()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
        }
    }

    /** Lets this user pass through {@code folder}, without letting it list what else lies there. */
    void letIn(Path folder) throws IOException {
        if (!prefix.isEmpty()) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(folder, permissions);
            }
        }
    }

    /** The first folder on the way to {@code folder} that this user may not enter, as a sentence; empty when none. */
    String obstacle(Path folder) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "for folder; do test -x \"$folder\" || { echo \"$folder\"; exit 1; }; done", "sh"));
        Path part = Objects.requireNonNull(folder.getRoot());
        for (Path name : folder) {
            part = part.resolve(name);
            if (Files.exists(part)) {
                command.add(part.toString());
            }
        }
        Outcome outcome = run(Path.of("/"), command);
        if (outcome.status == 0) {
            return "";
        }
        Path closed = Path.of(outcome.output);
        if (!Files.isDirectory(closed)) {
            return outcome.output;
        }
        return "the user " + name + " may not enter " + closed + " (owner "
                + Files.getOwner(closed).getName() + ", "
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)) + ")";
    }

    private static Object ownUid() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static String unprivileged() throws IOException {
        var users = Path.of("/").getFileSystem().getUserPrincipalLookupService();
        for (String name : List.of("postgres", "nobody")) {
            try {
                return users.lookupPrincipalByName(name).getName();
            } catch (UserPrincipalNotFoundException e) {
                continue;
            }
        }
        throw new PostgresFailure("PostgreSQL does not run as root, and this machine has neither a user postgres"
                + " nor a user nobody; run Hearth as an ordinary user.");
    }

    private static List<String> switchingTo(String name) throws IOException {
        String setpriv = find("setpriv");
        if (!setpriv.isEmpty()) {
            String group = new ServerUser(name, List.of())
                    .run(Path.of("/"), List.of("id", "-g", name))
                    .output();
            return List.of(setpriv, "--reuid=" + name, "--regid=" + group, "--clear-groups", "--");
        }
        String runuser = find("runuser");
        if (!runuser.isEmpty()) {
            return List.of(runuser, "-u", name, "--");
        }
        throw new PostgresFailure("PostgreSQL does not run as root, and neither setpriv nor runuser (package"
                + " util-linux) is here to run it as " + name + "; install one, or run Hearth as an ordinary user.");
    }

    private static String find(String program) {
        return PROGRAM_FOLDERS.stream()
                .map(folder -> folder + "/" + program)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("");
    }
}
