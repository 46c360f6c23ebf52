package org.hearth.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.hearth.policy.Pack;

/**
 * The national pack and the regional ones over it, as texts: {@code cn/decisions/household.dmn} and so on.
 *
 * @param texts by path
 */
public record PackFiles(SortedMap<String, String> texts) {

    /** The folder of the national pack. */
    public static final String NATIONAL = "cn";

    private static final Pattern OVER = Pattern.compile("(?m)^over: *\"?\\.\\./cn\"? *$");
    private static final Pattern VERSION = Pattern.compile("(?m)^version: *\"?([^\"\\n]*)\"? *$");
    private static final Pattern PARAMETERS = Pattern.compile("[^/]+/parameters/.*");

    public PackFiles {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /** Those in a folder of packs: the national one, and each that says it lies over it. */
    public static PackFiles read(Path packs) {
        var texts = new TreeMap<String, String>();
        try (Stream<Path> folders = Files.list(packs)) {
            for (Path folder : folders.filter(PackFiles::belongs).toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        texts.put(packs.relativize(file).toString().replace('\\', '/'), Files.readString(file));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the packs in " + packs + " cannot be read", e);
        }
        return new PackFiles(texts);
    }

    private static boolean belongs(Path folder) {
        Path head = folder.resolve("pack.yaml");
        try {
            return Files.isRegularFile(head)
                    && (folder.endsWith(NATIONAL)
                            || OVER.matcher(Files.readString(head)).find());
        } catch (IOException e) {
            throw new UncheckedIOException(head + " cannot be read", e);
        }
    }

    /** These with one file written anew. */
    public PackFiles with(String path, String text) {
        var changed = new TreeMap<>(texts);
        changed.put(path, text);
        return new PackFiles(changed);
    }

    /** These with the values of {@code other}. */
    PackFiles withValuesOf(PackFiles other) {
        var changed = new TreeMap<>(texts);
        changed.keySet().removeIf(PackFiles::isOfValues);
        other.texts.forEach((path, text) -> {
            if (isOfValues(path)) {
                changed.put(path, text);
            }
        });
        return new PackFiles(changed);
    }

    /** Whether a file holds values, which carry their own dates, and not rules. */
    public static boolean isOfValues(String path) {
        return PARAMETERS.matcher(path).matches();
    }

    /** The folder that a file lies in: {@code cn}, {@code cn-62-gansu}. */
    public static String packOf(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    /** What the national pack, or another of these, calls its version. */
    public String version(String pack) {
        Matcher version = VERSION.matcher(Objects.requireNonNull(texts.get(pack + "/pack.yaml")));
        return version.find() ? version.group(1) : "";
    }

    /** These with a pack's version called {@code name}. */
    public PackFiles withVersion(String pack, String name) {
        String head = pack + "/pack.yaml";
        return with(
                head,
                VERSION.matcher(Objects.requireNonNull(texts.get(head)))
                        .replaceFirst(Matcher.quoteReplacement("version: \"" + name + "\"")));
    }

    /** SM3 over all paths and texts, in hexadecimal: two contents with the same hash are the same. */
    public String hash() {
        SM3Digest digest = new SM3Digest();
        for (Map.Entry<String, String> file : texts.entrySet()) {
            for (String part : new String[] {file.getKey(), file.getValue()}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                byte[] length = Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII);
                digest.update(length, 0, length.length);
                digest.update((byte) ':');
                digest.update(bytes, 0, bytes.length);
            }
        }
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash);
    }

    /** Loads them as the national pack with the regional ones. @throws org.hearth.policy.PackError as {@link Pack#load} */
    public Pack load() {
        return inFolder(folder -> Pack.load(folder.resolve(NATIONAL)));
    }

    /** Does {@code work} with these files written into a folder, which is gone afterwards. */
    public <T> T inFolder(Function<Path, T> work) {
        try {
            Path folder = Files.createTempDirectory("hearth-pack-");
            try {
                for (Map.Entry<String, String> file : texts.entrySet()) {
                    Path path = folder.resolve(file.getKey()).normalize();
                    if (!path.startsWith(folder)) {
                        throw new IllegalArgumentException("not a path within a pack: " + file.getKey());
                    }
                    Files.createDirectories(Objects.requireNonNull(path.getParent()));
                    Files.writeString(path, file.getValue());
                }
                return work.apply(folder);
            } finally {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
