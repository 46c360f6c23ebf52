package org.hearth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {

    private static final Path PACKS = Path.of("../packs");
    private static final Schema HOUSEHOLD = schema("household");
    private static final Schema DETERMINATION = schema("determination");

    private static Schema schema(String name) {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("../docs/" + name + ".schema.json")), InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<Arguments> cases() throws IOException {
        Pack pack = Pack.load(PACKS.resolve("cn"));
        try (var folders = Files.list(PACKS)) {
            return folders
                    .sorted()
                    .flatMap(folder -> PackCheck.households(folder).stream()
                            .map(household ->
                                    Arguments.of(folder.getFileName() + " " + household.on(), pack, household)))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void what_is_read_and_what_is_printed_follow_the_contracts(String name, Pack pack, HouseholdDocument household) {
        assertThat(HOUSEHOLD.validate(household.toJson(), InputFormat.JSON)).isEmpty();
        String decided = pack.decide(household).toJson();
        assertThat(DETERMINATION.validate(decided, InputFormat.JSON)).isEmpty();
    }
}
