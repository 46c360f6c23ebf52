package org.hearth.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The one way JSON and YAML are read and written: strict on names, exact on numbers. */
final class Json {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .changeDefaultNullHandling(handling -> handling.withContentNulls(Nulls.FAIL))
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    static HouseholdDocument readHousehold(String json) {
        try {
            return complete(JSON.readValue(json, HouseholdDocument.class));
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    static HouseholdDocument household(JsonNode node) {
        try {
            return complete(JSON.treeToValue(node, HouseholdDocument.class));
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    static Determination readDetermination(String json) {
        return JSON.readerFor(Determination.class)
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(json);
    }

    private static IllegalArgumentException unreadable(JacksonException e) {
        return new IllegalArgumentException(
                where(e) + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }

    /** What the schema requires and a record cannot say of itself. */
    private static HouseholdDocument complete(HouseholdDocument document) {
        require(document.region() != null, "region is missing");
        require(
                document.region().matches("[0-9]{6}([0-9]{3})?([0-9]{3})?"),
                "region: not a code of 6, 9 or 12 digits: " + document.region());
        require(document.residence() != null, "residence is missing");
        require(document.on() != null, "on is missing");
        require(!document.members().isEmpty(), "members is missing");
        var ids = new HashSet<String>();
        for (int i = 0; i < document.members().size(); i++) {
            String place = "members[" + i + "].";
            var member = document.members().get(i);
            require(member.id() != null, place + "id is missing");
            require(ids.add(member.id()), place + "id: there are two " + member.id());
            require(member.born() != null, place + "born is missing");
        }
        return document;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    private static String where(JacksonException e) {
        if (!(e instanceof DatabindException) || e.getPath().isEmpty()) {
            return "";
        }
        return e.getPath().stream()
                        .map(step -> step.getPropertyName() == null
                                ? "[" + step.getIndex() + "]"
                                : "." + step.getPropertyName())
                        .collect(Collectors.joining())
                        .substring(1)
                + ": ";
    }

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (JacksonException e) {
            throw PackError.at(
                    file.getFileName().toString(),
                    "line " + e.getLocation().getLineNr(),
                    e.getOriginalMessage().lines().findFirst().orElse("cannot be read"));
        }
    }

    static JsonNode yaml(String name, InputStream file) {
        try {
            return YAML.readTree(file);
        } catch (JacksonException e) {
            throw PackError.in(name, e.getOriginalMessage());
        }
    }
}
