package org.hearth.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hearth.app.platform.Problem;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The record kinds that departments send. A further kind is a further file in {@code contracts/}. */
@Component
class Contracts {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final List<Contract> all;

    Contracts() {
        try {
            all = Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:contracts/*.yaml"))
                    .map(Contracts::read)
                    .sorted(Comparator.comparing(Contract::kind))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Contract> all() {
        return all;
    }

    /** @throws Problem when there is no such kind */
    Contract of(String kind) {
        return all.stream()
                .filter(contract -> contract.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "没有“" + kind + "”这种数据，请在列表中选择。",
                        "There is no record kind " + kind + "; choose one from the list."));
    }

    /**
     * The contract that a file follows, by its columns, and by its name where several have the same columns.
     *
     * @throws Problem when none fits, or several do
     */
    Contract detect(String fileName, List<String> columns) {
        Set<String> header = new HashSet<>(columns);
        List<Contract> fitting = all.stream()
                .filter(contract -> header.containsAll(contract.columns()))
                .toList();
        if (fitting.size() > 1) {
            fitting = fitting.stream()
                    .filter(contract -> fileName.startsWith(contract.file()))
                    .toList();
        }
        if (fitting.size() != 1) {
            throw new Problem(
                    "从文件名和列名看不出是哪种数据（列名：" + String.join("、", columns) + "）。请选择数据种类后再上传。",
                    "The file name and the columns do not tell the record kind (columns: " + String.join(", ", columns)
                            + "). Choose the kind and upload again.");
        }
        return fitting.getFirst();
    }

    private static Contract read(Resource file) {
        try (InputStream in = file.getInputStream()) {
            return YAML.readValue(in, Contract.class);
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException("contract " + file.getFilename() + ": " + e.getMessage(), e);
        }
    }
}
