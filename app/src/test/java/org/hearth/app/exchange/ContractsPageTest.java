package org.hearth.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hearth.app.registry.ProposedAct;
import org.hearth.app.registry.Stratum;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docs/contracts.md is what the contracts say. {@code -Dhearth.write-docs} writes it anew. */
class ContractsPageTest {

    private static final Path PAGE = Path.of("../docs/contracts.md");

    @Test
    void the_page_of_record_kinds_says_what_the_contracts_say() throws IOException {
        String page = page(new Contracts().all());
        if (System.getProperty("hearth.write-docs") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page(List<Contract> contracts) {
        StringBuilder page = new StringBuilder("""
                # 数据种类 Record kinds
                各部门向平台报送的 %1$d 种数据。约定在 `app/src/main/resources/contracts/`，一种一个 YAML 文件，列的写法参照 Frictionless Table Schema；
                本页由测试与约定核对，要改请改约定。文件可以是 CSV（UTF-8 或 GB18030；逗号、制表符或分号）、Excel（.xlsx）或 Parquet，列的先后不限，
                选填的列可以没有；多出的列不读取，在文件页上列出。“事实”一栏是这一行在户档案（[household.schema.json](household.schema.json)）中说的话；* 为必填。

                The %1$d kinds of records that departments send. Each is agreed in a YAML file of `app/src/main/resources/contracts/`, its columns
                after the Frictionless Table Schema; a test holds this page to the contracts, so mend them, not the page. A file may be CSV
                (UTF-8 or GB18030; commas, tabs or semicolons), Excel (.xlsx) or Parquet, its columns in any order. Columns that are not
                required may be missing; others are left alone, and the page of the file names them. The
                facts are what a row says in the household document ([household.schema.json](household.schema.json)); * is required.
                Formats and limits: [ADR 0013](adr/0013-formats.md).

                | 数据种类 kind | 部门 department | 列 columns | 事实 facts |
                |---|---|---|---|
                """.formatted(contracts.size()));
        for (Contract contract : contracts) {
            page.append("| [%s<br>%s](#%s) | %s<br>%s | %s | %s |%n"
                    .formatted(
                            contract.title().zh(),
                            contract.title().en(),
                            contract.kind(),
                            contract.department().zh(),
                            contract.department().en(),
                            contract.fields().stream()
                                    .map(field -> field.name() + (Columns.isRequired(contract, field) ? "*" : ""))
                                    .collect(Collectors.joining(" · ")),
                            contract.facts().stream()
                                    .map(rule -> "`" + rule.kind() + "`")
                                    .distinct()
                                    .collect(Collectors.joining(" "))));
        }
        contracts.forEach(contract -> page.append(section(contract)));
        return page.toString();
    }

    private static String section(Contract contract) {
        StringBuilder section = new StringBuilder("""

                ## %s
                %s %s · %s %s

                | 列 column | | 填写 what to write | |
                |---|---|---|---|
                """.formatted(
                        contract.kind(),
                        contract.title().zh(),
                        contract.title().en(),
                        contract.department().zh(),
                        contract.department().en()));
        contract.fields()
                .forEach(field -> section.append("| %s%s | %s | %s | %s |%n"
                        .formatted(
                                field.name(),
                                Columns.isRequired(contract, field) ? "*" : "",
                                Columns.titleOf(field),
                                Columns.explained(field).zh(),
                                Columns.explained(field).en())));
        section.append("\n");
        contract.facts().forEach(rule -> section.append("- ").append(said(rule)).append("\n"));
        if (contract.death() != null) {
            section.append("- 档案登记去世 a death is noted in the register：自 on %s%n".formatted(contract.death()));
        }
        contract.proposals()
                .forEach(rule -> section.append("- ").append(asked(rule)).append("\n"));
        contract.limits()
                .forEach(limit -> section.append("- %s · %s%n"
                        .formatted(limit.reason().zh(), limit.reason().en())));
        return section.toString();
    }

    private static String said(Contract.FactRule rule) {
        return "`%s` %s%s：自 from %s，`%s`%s"
                .formatted(
                        rule.kind(),
                        rule.about().equals("person") ? "人 of the person" : "户 of the household",
                        only(rule.only()),
                        rule.holdsOn(),
                        rule.value(),
                        rule.stratum() == null
                                ? ""
                                : "；据此列入救助类别 a stratum by this record："
                                        + Stratum.of(rule.stratum()).title().zh());
    }

    private static String asked(Contract.ProposalRule rule) {
        ProposedAct act = ProposedAct.of(rule.act());
        return "待办登记事项 proposes：%s %s%s".formatted(act.title().zh(), act.title().en(), only(rule.only()));
    }

    private static String only(@Nullable Map<String, List<String>> only) {
        return only == null
                ? ""
                : only.entrySet().stream()
                        .map(word -> word.getKey() + " = " + String.join("、", word.getValue()))
                        .collect(Collectors.joining("，", "（", "）"));
    }
}
