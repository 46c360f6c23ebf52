package org.hearth.app.exchange;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hearth.app.platform.HearthClock;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.platform.Text;
import org.hearth.app.region.Regions;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A folder whose files are taken in by themselves: {@code 622927/医保.csv} for the county 622927, or
 * {@code 622927/medical-expenses/bills.csv} where the kind must be said. A file is taken once it has stopped growing, and then
 * moved to {@code done} or {@code refused}, with a note beside it. The very same file put there again changes nothing, so two
 * nodes may watch one folder.
 */
@Component
class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final long LOOK_AGAIN_MILLIS = 2_000;
    private static final String DONE = "done";
    private static final String REFUSED = "refused";

    private record Size(long bytes, Instant changed) {}

    private final Exchange exchange;
    private final ReceivedFiles files;
    private final Regions regions;
    private final HearthClock clock;
    private final @Nullable Path folder;
    private final Map<Path, Size> seen = new HashMap<>();
    private volatile boolean stopping;
    private @Nullable Thread watcher;

    Inbox(Exchange exchange, ReceivedFiles files, Regions regions, HearthClock clock, Exchange.Settings settings) {
        this.exchange = exchange;
        this.files = files;
        this.regions = regions;
        this.clock = clock;
        this.folder = settings.inbox();
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (folder != null) {
            Path watched = folder;
            watcher = Thread.ofPlatform().daemon().name("inbox").start(() -> watch(watched));
        }
    }

    @PreDestroy
    void stop() {
        stopping = true;
        if (watcher != null) {
            watcher.interrupt();
        }
    }

    private void watch(Path watched) {
        while (!stopping) {
            try {
                look(watched);
            } catch (IOException | RuntimeException e) {
                LOG.error("the inbox {} could not be looked through", watched, e);
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Takes in what has not changed since the last look. */
    void look(Path watched) throws IOException {
        Files.createDirectories(watched);
        List<Path> there;
        try (Stream<Path> walk = Files.walk(watched, 3)) {
            there = walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> isWaiting(watched.relativize(file)))
                    .sorted()
                    .toList();
        }
        seen.keySet().retainAll(there);
        for (Path file : there) {
            Size size =
                    new Size(Files.size(file), Files.getLastModifiedTime(file).toInstant());
            if (size.equals(seen.put(file, size)) && !stopping) {
                take(watched, file);
                seen.remove(file);
            }
        }
    }

    private static boolean isWaiting(Path file) {
        String top = file.getName(0).toString();
        String name = file.getFileName().toString();
        return !top.equals(DONE)
                && !top.equals(REFUSED)
                && !name.startsWith(".")
                && !name.endsWith(".part")
                && !name.endsWith(".tmp");
    }

    private void take(Path watched, Path file) throws IOException {
        Path place = watched.relativize(file);
        try {
            Scope scope = new Scope(regionOf(place), "system:inbox");
            String kind = place.getNameCount() > 2 ? place.getName(1).toString() : "";
            Text note = Scopes.within(scope, () -> {
                BatchResult result = exchange.receive(kind, file.getFileName().toString(), file);
                return said(files.batch(result.batchId()), result.receivedBefore());
            });
            move(watched, file, DONE, note);
        } catch (Problem problem) {
            move(watched, file, REFUSED, problem.text());
        } catch (UncheckedIOException e) {
            // Somebody took it away again, or another node was faster.
            LOG.info("{} in the inbox could not be read: {}", place, e.getMessage());
        }
    }

    private RegionCode regionOf(Path place) {
        String first = place.getName(0).toString();
        try {
            RegionCode region = RegionCode.parse(first);
            if (place.getNameCount() > 1 && regions.find(region).isPresent()) {
                return region;
            }
        } catch (RegionCode.Malformed e) {
            LOG.debug("{} is no division", first);
        }
        throw new Problem(
                "看不出文件归哪个地区。请放进以区划代码命名的文件夹，例如 622927/" + place.getFileName() + "。",
                "The file is for no region. Put it into a folder named by a division code, such as 622927/"
                        + place.getFileName() + ".");
    }

    private static Text said(ReceivedFiles.Batch batch, boolean before) {
        Text standing = standing(batch, before);
        return new Text(
                standing.zh()
                        + batch.notes().stream()
                                .map(note -> "\n" + note.text().zh())
                                .collect(Collectors.joining()),
                standing.en()
                        + batch.notes().stream()
                                .map(note -> "\n" + note.text().en())
                                .collect(Collectors.joining()));
    }

    private static Text standing(ReceivedFiles.Batch batch, boolean before) {
        if (before) {
            return new Text(
                    "这份文件以前收到过，没有改动任何数据。批次 " + batch.id() + "。",
                    "This file was received before; nothing was changed. Batch " + batch.id() + ".");
        }
        if (batch.state().isAtWork()) {
            return new Text(
                    "已收下，正在读入 " + batch.expectedRows() + " 行。批次 " + batch.id() + "。",
                    "Taken; " + batch.expectedRows() + " rows are being read. Batch " + batch.id() + ".");
        }
        Text mended = batch.mended() == 0
                ? new Text("", "")
                : new Text(
                        "，改正以前文件的待核行 " + batch.mended(),
                        ", " + batch.mended() + " that belong to waiting rows of earlier files");
        return new Text(
                "共 " + batch.rows() + " 行：生效 " + batch.applied() + "，未变 " + batch.unchanged() + "，待核 "
                        + batch.quarantined() + mended.zh() + "。批次 " + batch.id() + "。",
                batch.rows() + " rows: " + batch.applied() + " applied, " + batch.unchanged() + " unchanged, "
                        + batch.quarantined() + " waiting" + mended.en() + ". Batch " + batch.id() + ".");
    }

    private void move(Path watched, Path file, String where, Text note) throws IOException {
        Path target = watched.resolve(where).resolve(watched.relativize(file));
        Files.createDirectories(target.getParent());
        if (Files.exists(target)) {
            target = target.resolveSibling(
                    clock.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS")) + " " + file.getFileName());
        }
        Files.move(file, target);
        Files.writeString(target.resolveSibling(target.getFileName() + ".txt"), note.zh() + "\n" + note.en() + "\n");
    }
}
