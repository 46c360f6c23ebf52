package org.hearth.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hearth.app.platform.Problem;
import org.hearth.app.registry.ProposedAct;
import org.hearth.app.registry.Stratum;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
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
     * The contract that a file follows: of those whose required columns are all there, the one with the most columns that are
     * there, and of these the one with the fewest that are not; where several are left, the one that the file's name begins with.
     *
     * @throws Problem when none fits, or several do; where one nearly fits, with the columns that it lacks
     */
    Contract detect(String fileName, List<String> columns) {
        Set<String> header = new HashSet<>(columns);
        List<Contract> fitting = all.stream()
                .filter(contract -> header.containsAll(contract.required()))
                .toList();
        Comparator<Contract> fit = Comparator.comparingLong((Contract contract) ->
                        contract.columns().stream().filter(header::contains).count())
                .thenComparingLong(contract -> -contract.columns().stream()
                        .filter(column -> !header.contains(column))
                        .count());
        Optional<Contract> best = fitting.stream().max(fit);
        fitting = fitting.stream()
                .filter(contract -> fit.compare(contract, best.orElseThrow()) == 0)
                .toList();
        if (fitting.size() > 1) {
            fitting = fitting.stream()
                    .filter(contract -> fileName.startsWith(contract.file()))
                    .toList();
        }
        if (fitting.size() != 1) {
            throw unknown(columns, header);
        }
        return fitting.getFirst();
    }

    /** What whoever sent a file should know of its columns: those that were not read, and those that may be missing and are. */
    static List<Note> notes(Contract contract, List<String> header) {
        List<Note> notes = new ArrayList<>();
        List<String> absent = contract.columns().stream()
                .filter(column -> !header.contains(column))
                .toList();
        List<String> ignored = ignored(contract, header);
        ignored.forEach(column -> absent.stream()
                .filter(asked -> Header.isNear(column, asked))
                .findFirst()
                .ifPresent(asked -> notes.add(Note.leftOut(
                        "列“" + column + "”不在约定中，没有读取；与约定的“" + asked + "”相近，如是笔误，请改正列名后重新上传。",
                        "The column " + column + " is not agreed upon and was not read; it is near to " + asked
                                + ". If it is that one mistyped, mend the name and upload the file again."))));
        List<String> others = ignored.stream()
                .filter(column -> absent.stream().noneMatch(asked -> Header.isNear(column, asked)))
                .toList();
        if (!others.isEmpty()) {
            notes.add(Note.leftOut(
                    others.stream().collect(Collectors.joining("”“", "列“", "”不在约定中，没有读取。")),
                    "Not agreed upon, and not read: " + String.join(", ", others) + "."));
        }
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).isEmpty()) {
                notes.add(Note.leftOut(
                        "第 " + (i + 1) + " 列没有列名，没有读取。", "Column " + (i + 1) + " has no name and was not read."));
            }
        }
        if (!absent.isEmpty()) {
            notes.add(Note.readSo(
                    "文件中没有选填列：" + String.join("、", absent) + "。",
                    "The file does not have these columns, which may be missing: " + String.join(", ", absent) + "."));
        }
        return notes;
    }

    private static List<String> ignored(Contract contract, List<String> header) {
        List<String> asked = contract.columns();
        return header.stream()
                .filter(column -> !column.isEmpty() && !asked.contains(column) && !ErrorWorkbook.isAdded(column))
                .toList();
    }

    /** That a file cannot be used because required columns are missing; those that may be there under a mistyped name are told. */
    static Problem lacking(Contract contract, List<String> missing, List<String> header) {
        String near = "";
        String nearEn = "";
        for (String column : ignored(contract, header)) {
            Optional<String> asked =
                    missing.stream().filter(name -> Header.isNear(column, name)).findFirst();
            if (asked.isPresent()) {
                near += "文件中的“" + column + "”是否就是“" + asked.get() + "”？请改正列名。";
                nearEn += " Is " + column + " meant to be " + asked.get() + "? Then mend its name.";
            }
        }
        return new Problem(
                "文件缺少列：" + String.join("、", missing) + "。整个文件没有导入。" + near,
                "The file lacks columns: " + String.join(", ", missing) + ". Nothing was imported." + nearEn);
    }

    private Problem unknown(List<String> columns, Set<String> header) {
        String there = String.join("、", columns);
        return all.stream()
                .filter(contract ->
                        missing(contract, header).size() < contract.required().size() - 2)
                .min(Comparator.comparingInt(
                        contract -> missing(contract, header).size()))
                .filter(contract -> !missing(contract, header).isEmpty())
                .map(contract -> new Problem(
                        "从列名看不出是哪种数据。最接近“" + contract.title().zh() + "”，但缺少列："
                                + String.join("、", missing(contract, header)) + "（文件的列名：" + there
                                + "）。请按模板改列名，或选择数据种类后再上传。",
                        "The columns do not tell the record kind. The nearest is "
                                + contract.title().en()
                                + ", which also has: " + String.join(", ", missing(contract, header))
                                + " (columns of the file: " + there
                                + "). Name the columns as in the template, or choose the kind and upload again."))
                .orElseGet(() -> new Problem(
                        "从文件名和列名看不出是哪种数据（列名：" + there + "）。请选择数据种类后再上传。",
                        "The file name and the columns do not tell the record kind (columns: " + there
                                + "). Choose the kind and upload again."));
    }

    private static List<String> missing(Contract contract, Set<String> header) {
        return contract.required().stream()
                .filter(column -> !header.contains(column))
                .toList();
    }

    private static Contract read(Resource file) {
        try (InputStream in = file.getInputStream()) {
            Contract contract = YAML.readValue(in, Contract.class);
            check(contract);
            return contract;
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new IllegalStateException("contract " + file.getFilename() + ": " + e.getMessage(), e);
        }
    }

    /** A contract that names a column it does not have would fail on a department's file; it fails at the start instead. */
    private static void check(Contract contract) {
        Set<String> columns = new HashSet<>();
        for (Contract.Field field : contract.fields()) {
            require(columns.add(field.name()), field.name() + " is there twice");
            require(field.name().equals(Header.normal(field.name())), field.name() + " is not as headers are read");
            require(
                    (field.type() == Contract.Type.CODE) == (field.codes() != null),
                    field.name() + ": a code has codes, and nothing else has");
            if (field.constraints() != null && field.constraints().pattern() != null) {
                Pattern.compile(field.constraints().pattern());
            }
        }
        List<Boolean> later =
                contract.fields().stream().map(Contract.Field::addedLater).toList();
        require(later.equals(later.stream().sorted().toList()), "a column that was added later stands before another");
        require(
                contract.fields().stream().noneMatch(field -> field.addedLater() && field.required()),
                "a required column may lack");
        Contract.Tells tells = contract.tells();
        require(tells == null || columns.containsAll(tells.of().values()), "tells of a column that is not there");
        contract.column(Contract.Type.PERSON_NAME);
        contract.column(Contract.Type.IDENTITY_NUMBER);
        for (Contract.FactRule rule : contract.facts()) {
            isRequiredDate(contract, rule.kind(), rule.holdsOn());
            canSay(contract, rule.kind(), rule.only());
            if (rule.stratum() != null) {
                Stratum.of(rule.stratum());
                require(rule.about().equals("household"), rule.kind() + ": a stratum is found of a household");
            }
            named(rule.value()).forEach(name -> require(columns.contains(name), rule.kind() + ": no column " + name));
        }
        for (Contract.ProposalRule rule : contract.proposals()) {
            ProposedAct.of(rule.act());
            isRequiredDate(contract, rule.act(), rule.on());
            canSay(contract, rule.act(), rule.only());
            rule.fields().forEach(name -> require(columns.contains(name), rule.act() + ": no column " + name));
        }
        contract.limits()
                .forEach(limit -> require(columns.contains(limit.of()) && columns.containsAll(limit.sum()), "atMost"));
    }

    private static void isRequiredDate(Contract contract, String rule, String name) {
        require(
                contract.fields().stream()
                        .anyMatch(field ->
                                field.name().equals(name) && field.type() == Contract.Type.DATE && field.required()),
                rule + ": " + name + " is no required date");
    }

    private static void canSay(Contract contract, String rule, @Nullable Map<String, List<String>> only) {
        if (only != null) {
            only.forEach((name, words) -> require(
                    contract.fields().stream()
                            .anyMatch(field -> field.name().equals(name)
                                    && field.codes() != null
                                    && field.codes().keySet().containsAll(words)),
                    rule + ": " + name + " never says " + words));
        }
    }

    private static List<String> named(JsonNode pattern) {
        if (pattern.has("constant")) {
            return List.of();
        }
        if (pattern.has("field")) {
            return List.of(pattern.get("field").asString());
        }
        if (pattern.has("sum")) {
            return pattern.get("sum").valueStream().map(JsonNode::asString).toList();
        }
        return pattern.valueStream().flatMap(part -> named(part).stream()).toList();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
