package org.hearth.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** One data directory and the server processes on it. */
final class Cluster {

    private static final int START_SECONDS = 300;
    private static final int STOP_SECONDS = 60;
    private static final int LOG_LINES = 15;

    private final Programs programs;
    private final ServerUser user;
    private final Path folder;
    private final Path data;
    private final Path log;
    private final String mark;

    /** @param folder the server user's own folder, an absolute path: the data directory and the log lie in it */
    Cluster(Programs programs, ServerUser user, Path folder) {
        this.programs = programs;
        this.user = user;
        this.folder = folder;
        this.data = folder.resolve("data");
        this.log = folder.resolve("server.log");
        // Every process of a server shows its cluster_name, so the data directory's own name tells ours from others'.
        this.mark = "hearth-"
                + HexFormat.of()
                        .toHexDigits(UUID.nameUUIDFromBytes(data.toString().getBytes(StandardCharsets.UTF_8))
                                .getMostSignificantBits());
    }

    boolean exists() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    /** Makes the data directory; an attempt that was cut short leaves nothing that looks whole. */
    void create(Login superuser) throws IOException {
        Path unfinished = folder.resolve("data.unfinished");
        Programs.deleteTree(unfinished);
        Path password = folder.resolve("password");
        Files.deleteIfExists(password);
        Files.createFile(password);
        user.own(password);
        Files.writeString(password, superuser.password());
        try {
            require(
                    "PostgreSQL's data directory could not be made in " + folder,
                    List.of(
                            programs.path("initdb"),
                            "--pgdata=" + unfinished,
                            "--username=" + superuser.user(),
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions"));
        } finally {
            Files.delete(password);
        }
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Ends whatever a killed run has left on the data directory, so that a start finds it alone. */
    void clearLeftovers() throws IOException {
        stop("fast");
        // Without their postmaster they write nothing more, but they hold the memory that the next start needs.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        for (List<ProcessHandle> left = leftovers(); !left.isEmpty(); left = leftovers()) {
            if (System.nanoTime() > deadline) {
                throw new PostgresFailure("Processes of an earlier PostgreSQL on " + data + " do not end: " + left);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        // Its number may by now be another program's, which PostgreSQL would take for a living server.
        Files.deleteIfExists(pidFile());
    }

    /** Starts the server on a port of the loopback interface; returns when it accepts connections. */
    void start(int port) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, folder.resolve("server.previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        String settings = List.of(
                        "listen_addresses=127.0.0.1",
                        "port=" + port,
                        "unix_socket_directories=",
                        "cluster_name=" + mark,
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        "TimeZone=Asia/Shanghai",
                        "log_timezone=Asia/Shanghai",
                        "shared_buffers=256MB",
                        "work_mem=32MB",
                        "max_wal_size=2GB",
                        "random_page_cost=1.1",
                        "jit=off")
                .stream()
                .map(setting -> "-c " + setting)
                .collect(Collectors.joining(" "));
        require(
                "PostgreSQL did not start in " + folder,
                control("start", "--log=" + log, "--timeout=" + START_SECONDS, "--options=" + settings));
    }

    /**
     * Stops the server if it runs, recorded in the data directory and recognised as its own.
     *
     * @param mode PostgreSQL's own word: {@code smart} waits for the clients to leave, {@code fast} ends them
     */
    void stop(String mode) throws IOException {
        long pid = recordedPid();
        if (mode.equals("smart") && isOurs(pid)) {
            user.run(folder, control("stop", "--mode=smart", "--timeout=5"));
        }
        if (isOurs(pid)) {
            require(
                    "PostgreSQL did not stop in " + folder,
                    control("stop", "--mode=fast", "--timeout=" + STOP_SECONDS));
        }
    }

    /** The end of the server's log, for a message. */
    String logTail() throws IOException {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private List<String> control(String action, String... options) {
        List<String> command =
                new ArrayList<>(List.of(programs.path("pg_ctl"), action, "--wait", "--silent", "--pgdata=" + data));
        command.addAll(List.of(options));
        return command;
    }

    private void require(String complaint, List<String> command) throws IOException {
        ServerUser.Outcome outcome = user.run(folder, command);
        if (outcome.status() != 0) {
            throw new PostgresFailure(
                    (complaint + " (as the user " + user.name() + "):\n" + outcome.output() + "\n" + logTail())
                            .strip());
        }
    }

    // Read anew each time: a killed process that nobody has reaped keeps its number, but no longer its command line.
    private List<ProcessHandle> leftovers() {
        return ProcessHandle.allProcesses()
                .filter(process -> isOurs(process.pid()))
                .toList();
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    private long recordedPid() throws IOException {
        try {
            String first =
                    Files.readString(pidFile()).lines().findFirst().orElse("").strip();
            return first.matches("\\d{1,9}") ? Long.parseLong(first) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    // Not the links in /proc: without CAP_SYS_PTRACE, as in a container, root may not follow another user's.
    private boolean isOurs(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readString(process.resolve("comm")).strip().equals("postgres")
                    && new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
                            .contains(mark);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isEmpty()) {
                return false;
            }
            throw new UncheckedIOException(e);
        }
    }
}
