package org.hearth.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {

    private static final Path MESSAGES = Path.of("src/main/resources/messages");
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern KEY = Pattern.compile("#\\{([a-z][A-Za-z0-9.-]*)[}(]");

    static Stream<Path> rooms() throws IOException {
        return Files.list(MESSAGES).filter(file -> !file.toString().endsWith("_en.properties"));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void every_sentence_is_there_in_both_languages(Path chinese) throws IOException {
        Properties zh = read(chinese);
        Properties en = read(Path.of(chinese.toString().replace(".properties", "_en.properties")));

        assertThat(en.stringPropertyNames()).isEqualTo(zh.stringPropertyNames());
        assertThat(zh.values()).noneMatch(sentence -> sentence.toString().isBlank());
        assertThat(en.values()).noneMatch(sentence -> sentence.toString().isBlank());
    }

    /** Only a sentence with a blank to fill in goes through a format, in which an apostrophe is written twice. */
    @ParameterizedTest
    @MethodSource("rooms")
    void an_apostrophe_comes_out_once(Path chinese) throws IOException {
        for (Path file : List.of(chinese, Path.of(chinese.toString().replace(".properties", "_en.properties")))) {
            read(file).forEach((key, sentence) -> {
                boolean formatted = sentence.toString().contains("{");
                String apostrophes = sentence.toString().replaceAll("[^']+", " ");
                assertThat(apostrophes.strip().split(" +"))
                        .as("%s in %s", key, file.getFileName())
                        .allMatch(run -> run.isEmpty() || run.equals(formatted ? "''" : "'"));
            });
        }
    }

    @Test
    void every_sentence_that_a_page_asks_for_exists() throws IOException {
        Properties all = new Properties();
        try (Stream<Path> rooms = rooms()) {
            for (Path room : rooms.toList()) {
                all.putAll(read(room));
            }
        }
        try (Stream<Path> pages = Files.walk(TEMPLATES)) {
            for (Path page : pages.filter(Files::isRegularFile).toList()) {
                Matcher key = KEY.matcher(Files.readString(page));
                while (key.find()) {
                    assertThat(all).as("%s in %s", key.group(1), page).containsKey(key.group(1));
                }
            }
        }
    }

    @Test
    void every_unit_of_the_packs_values_has_its_word() throws IOException {
        Properties words = read(MESSAGES.resolve("packs.properties"));
        Path packs = Path.of("../packs");
        try (Stream<Path> files = Files.walk(packs)) {
            for (Path file : files.filter(path -> path.toString().contains("parameters")
                            && path.toString().endsWith(".csv"))
                    .toList()) {
                try (var rows = CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(Files.newBufferedReader(file))) {
                    rows.forEach(row -> assertThat(words)
                            .as("%s in %s", row.get("name"), packs.relativize(file))
                            .containsKey("packs.measure." + row.get("unit")));
                }
            }
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
