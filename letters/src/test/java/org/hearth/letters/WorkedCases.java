package org.hearth.letters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The households of the national pack's worked cases, by name, to write letters to. */
final class WorkedCases {

    static final Path NATIONAL = Path.of("../packs/cn");
    static final Pack PACK = Pack.load(NATIONAL);
    static final Map<String, HouseholdDocument> ALL = read();

    private WorkedCases() {}

    static HouseholdDocument household(String name) {
        HouseholdDocument household = ALL.get(name);
        if (household == null) {
            throw new IllegalArgumentException("no worked case " + name);
        }
        return household;
    }

    /** The letter on a worked case. */
    static Letter letter(String name, Language language) {
        return letter(household(name), language);
    }

    static Letter letter(HouseholdDocument household, Language language) {
        return Letter.of(PACK.decide(household), household, PACK.wording(), language);
    }

    private static Map<String, HouseholdDocument> read() {
        var households = new LinkedHashMap<String, HouseholdDocument>();
        var yaml = new YAMLMapper();
        try (var files = Files.list(NATIONAL.resolve("cases"))) {
            for (Path file : files.sorted().toList()) {
                var earlier = new LinkedHashMap<String, ObjectNode>();
                for (JsonNode written : yaml.readTree(file.toFile()).path("cases")) {
                    ObjectNode household = yaml.createObjectNode();
                    if (written.has("like")) {
                        household.setAll(earlier.get(written.path("like").asString()));
                    }
                    household.setAll((ObjectNode) written.path("household"));
                    String name = written.path("name").asString();
                    earlier.put(name, household);
                    households.put(name, HouseholdDocument.parse(household.toString()));
                }
            }
            return households;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
