package org.hearth.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a home to one process at a time; the kernel gives it back even when that process is killed. */
final class HomeLock implements AutoCloseable {

    // Closing any channel on a locked file drops the process's own lock, so our own homes are told apart beforehand.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** @throws PostgresFailure when another live process, or this one, holds the home */
    static HomeLock on(Path home) throws IOException {
        if (!OURS.add(home)) {
            throw taken(home, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            Path file = home.resolve("lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw taken(home, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new HomeLock(home, channel);
        } catch (IOException | RuntimeException e) {
            OURS.remove(home);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OURS.remove(home);
    }

    private static PostgresFailure taken(Path home, String pid) {
        return new PostgresFailure("Another Hearth is running on " + home + " (process " + pid
                + "); stop it, or choose another folder for this one.");
    }
}
