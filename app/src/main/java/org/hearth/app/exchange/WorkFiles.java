package org.hearth.app.exchange;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.hearth.app.platform.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Where files lie while they are received and read: a folder of this process alone, in the folder for work. A process that was
 * killed leaves its own behind; nobody holds the lock in it any more, and the next start over the same data removes it.
 */
@Component
class WorkFiles {

    private static final Logger LOG = LoggerFactory.getLogger(WorkFiles.class);
    private static final String OWN = "files-";
    private static final String LOCK = "in-use";

    private final Path own;
    private final FileChannel lock;

    /** @throws UncheckedIOException when the folder for work cannot be written to */
    WorkFiles(Exchange.Settings settings) {
        try {
            Path work = settings.work();
            if (work == null) {
                own = Files.createTempDirectory("hearth-" + OWN);
            } else {
                Files.createDirectories(work);
                removeWhatWasLeft(work);
                own = Files.createTempDirectory(work, OWN);
            }
            lock = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty file, for its user to delete. */
    Path fresh() throws IOException {
        return Files.createTempFile(own, "", ".tmp");
    }

    /**
     * The one place where a file becomes a table.
     *
     * @param fileName as its sender named it
     * @throws Problem when it cannot be used as a whole
     */
    TableFile table(String fileName, InputStream content) {
        try {
            return TableFile.take(fileName, content, fresh());
        } catch (IOException e) {
            throw new UncheckedIOException(fileName, e);
        }
    }

    @PreDestroy
    void close() throws IOException {
        lock.close();
        remove(own);
    }

    private static void removeWhatWasLeft(Path work) throws IOException {
        List<Path> there;
        try (Stream<Path> folders = Files.list(work)) {
            there = folders.filter(folder -> folder.getFileName().toString().startsWith(OWN))
                    .toList();
        }
        for (Path folder : there) {
            if (isLeft(folder)) {
                LOG.info("removing {}, which a process that ended left behind", folder);
                remove(folder);
            }
        }
    }

    private static boolean isLeft(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held != null;
        } catch (OverlappingFileLockException usedHere) {
            return false;
        } catch (IOException notReady) {
            // Without its lock: another process is about to make it, or is removing it.
            LOG.debug("{} is left alone", folder, notReady);
            return false;
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
