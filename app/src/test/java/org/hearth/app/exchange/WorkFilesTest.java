package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class WorkFilesTest {

    @TempDir
    Path work;

    private WorkFiles start() {
        return new WorkFiles(new Exchange.Settings(DataSize.ofMegabytes(1), 20_000, null, work));
    }

    private Path left(String name) throws IOException {
        Path folder = Files.createDirectories(work.resolve(name));
        Files.writeString(folder.resolve("in-use"), "");
        Files.writeString(folder.resolve("half a file.tmp"), "姓名,身份证号");
        return folder;
    }

    @Test
    void what_a_killed_process_left_is_removed_at_the_next_start_and_what_is_in_use_is_left_alone() throws IOException {
        Path killed = left("files-1");
        Path running = left("files-2");
        Path somebodys = left("other");
        try (FileChannel lock = FileChannel.open(running.resolve("in-use"), StandardOpenOption.WRITE)) {
            lock.lock();

            WorkFiles first = start();
            Path file = first.fresh();
            WorkFiles second = start();

            assertThat(killed).doesNotExist();
            assertThat(running.resolve("half a file.tmp")).exists();
            assertThat(somebodys.resolve("half a file.tmp")).exists();
            assertThat(file).exists().startsWith(work);
            first.close();
            second.close();
            assertThat(file).doesNotExist();
        }
        try (var there = Files.list(work)) {
            assertThat(there).containsExactlyInAnyOrder(running, somebodys);
        }
    }
}
