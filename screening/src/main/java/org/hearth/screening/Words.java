package org.hearth.screening;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.hearth.policy.Determination.Text;

/** The words of a simulation's files, in Chinese and English. */
final class Words {

    private static final Properties ZH = load("simulation.properties");
    private static final Properties EN = load("simulation_en.properties");

    private Words() {}

    private static Properties load(String file) {
        var words = new Properties();
        try (var reader = new InputStreamReader(
                Objects.requireNonNull(Words.class.getResourceAsStream(file), file), StandardCharsets.UTF_8)) {
            words.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    /** A stratum's place in the order of the documents, those of a pack's own last. */
    static int order(String stratum) {
        int place = List.of(ZH.getProperty("strata").split(" ")).indexOf(stratum);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    /** The words under a key, or under the next one; a pack's own code, which nobody has named, is shown as it is. */
    static Text of(String key, String... others) {
        String zh = ZH.getProperty(key);
        if (zh != null) {
            return new Text(zh, EN.getProperty(key, zh));
        }
        if (others.length > 0) {
            return of(others[0]);
        }
        String code = key.substring(key.indexOf('.') + 1);
        return new Text(code, code);
    }
}
