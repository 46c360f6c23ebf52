package org.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PolicyCommandsTest {

    private static final String PACK = "../packs/cn";
    private static final String POOR = """
            {"id":"%s","region":"622927","residence":"rural","on":"2023-12-20","assets":{},\
            "members":[{"id":"a","born":"1985-01-01","sex":"M","relation":"head"}]}
            """;

    @TempDir
    Path folder;

    private Path documents(String text) throws IOException {
        return Files.writeString(folder.resolve("households.jsonl"), text);
    }

    @Test
    void each_line_in_gives_one_line_out_in_order() throws IOException {
        Path file = documents(POOR.formatted("one") + "\n" + POOR.formatted("two"));
        Said said = run("evaluate", "--pack", PACK, file.toString());
        assertThat(said.status()).isZero();
        assertThat(said.out().lines().toList())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("{\"id\":\"one\"").contains("\"stratum\":\"dibao\""),
                        second -> assertThat(second).startsWith("{\"id\":\"two\""));
    }

    @Test
    void one_document_may_fill_many_lines() throws IOException {
        Path file = documents(POOR.formatted("one").replace(",\"", ",\n\""));
        Said said = run("evaluate", "--pack", PACK, "--format", "text", file.toString());
        assertThat(said.status()).isZero();
        assertThat(said.out())
                .contains("最低生活保障对象 subsistence allowance")
                .contains("待遇 due: 最低生活保障金 subsistence allowance：每月 621.3 元 yuan a month")
                .contains("自 from 2024-01-01 · 由 by 县级民政部门 the county civil affairs department")
                .contains("用值 used: 低保标准 dibao.standard = 621.3 · 自 from 2023-01-01 · 参考值 illustrative")
                .contains("[a 户主 head] 最低生活保障对象")
                .contains("差一项 just missed: ")
                .contains("应办 duty: 作出审核确认决定 decide · 2024-02-01");
    }

    @Test
    void a_letter_goes_to_each_household_in_a_file_named_safely() throws IOException {
        Path file = documents(POOR.formatted("h1")
                + POOR.formatted("../../etc/h 2")
                + POOR.formatted("H1")
                + POOR.formatted("one").replace("\"id\":\"one\",", ""));
        Path out = folder.resolve("letters");
        Said said =
                run("evaluate", "--pack", PACK, "--format", "letter-html", "--out", out.toString(), file.toString());
        assertThat(said.status()).isZero();
        assertThat(said.out()).isEmpty();
        try (var written = Files.list(out)) {
            assertThat(written.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("h1.html", "_etc_h_2.html", "H1-2.html", "household-4.html");
        }
        assertThat(out.resolve("h1.html")).content().contains("算法：621.30 × 1 − 0 = 621.30");
    }

    @Test
    void one_letter_is_printed_or_written_to_a_file() throws IOException {
        Path file = documents(POOR.formatted("h1"));
        assertThat(run("evaluate", "--pack", PACK, "--format", "letter", "--lang", "en", file.toString())
                        .out())
                .contains("Subsistence allowance 621.30 yuan a month (a stand-in)");
        Path pdf = folder.resolve("h1.pdf");
        assertThat(run("evaluate", "--pack", PACK, "--format", "letter-pdf", "--out", pdf.toString(), file.toString())
                        .status())
                .isZero();
        assertThat(pdf).content(StandardCharsets.ISO_8859_1).startsWith("%PDF-");
        Said nowhere = run("evaluate", "--pack", PACK, "--format", "letter-pdf", file.toString());
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.error()).contains("letter-pdf needs --out");
    }

    @Test
    void several_letters_do_not_go_into_one_file() throws IOException {
        Path file = documents(POOR.formatted("one") + POOR.formatted("two"));
        Path taken = Files.writeString(folder.resolve("letter.html"), "kept");
        Said said =
                run("evaluate", "--pack", PACK, "--format", "letter-html", "--out", taken.toString(), file.toString());
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.error()).contains("--out has to name a folder");
        assertThat(taken).content().isEqualTo("kept");
    }

    @Test
    void a_decision_is_replayed_from_its_determination_or_from_the_code_on_the_letter() throws IOException {
        Path household = documents(POOR.formatted("h1"));
        Path determination = folder.resolve("then.json");
        run("evaluate", "--pack", PACK, "--out", determination.toString(), household.toString());
        Said same = run("replay", "--pack", PACK, "--determination", determination.toString(), household.toString());
        assertThat(same.status()).isZero();
        String code = same.out()
                .lines()
                .filter(line -> line.startsWith("SM3 "))
                .findFirst()
                .orElseThrow()
                .substring(4);
        assertThat(run("evaluate", "--pack", PACK, "--format", "letter", household.toString())
                        .out())
                .contains(code);
        assertThat(run("replay", "--pack", PACK, "--code", code, household.toString())
                        .status())
                .isZero();

        Files.writeString(
                determination, Files.readString(determination).replace("\"amount\":621.3", "\"amount\":721.3"));
        Said different =
                run("replay", "--pack", PACK, "--determination", determination.toString(), household.toString());
        assertThat(different.status()).isEqualTo(1);
        assertThat(different.error().lines()).singleElement().asString().contains("benefits[0].amount: 721.3 → 621.3");
        assertThat(run("replay", "--pack", PACK, "--code", "12ab", household.toString())
                        .error())
                .contains("--code: a check code has 64 digits");
        assertThat(run("replay", "--pack", PACK, household.toString()).status()).isEqualTo(2);
    }

    @Test
    void a_bad_line_is_named_with_its_field() throws IOException {
        Path file = documents(POOR.formatted("one") + POOR.formatted("two").replace("\"head\"", "\"uncle\""));
        Said said = run("evaluate", "--pack", PACK, file.toString());
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out().lines()).hasSize(1);
        assertThat(said.error().lines())
                .singleElement()
                .asString()
                .contains("households.jsonl, line 2: members[0].relation: \"uncle\" is not one of");
    }

    @Test
    void the_national_pack_passes_its_own_check() {
        Said said = run("check-pack", PACK);
        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("个案例全部相符");
    }

    @Test
    void the_indicators_of_the_national_pack_are_listed_as_docs_has_them() {
        Said said = run("check-pack", PACK, "--list");
        assertThat(said.out()).startsWith("# 预警指标 Early-warning indicators\n").contains("`elder-80-alone`");
    }

    @Test
    void a_folder_without_a_pack_fails_in_one_line() {
        Said said = run("check-pack", folder.toString());
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.error().lines()).singleElement().asString().contains("pack.yaml is missing");
    }

    @Test
    void a_population_is_generated_screened_and_verified() {
        Path facts = folder.resolve("facts");
        Path out = folder.resolve("out");
        assertThat(run("generate", "--households", "200", "--seed", "3", "--out", facts.toString())
                        .status())
                .isZero();
        Said said = run(
                "screen",
                "--facts",
                facts.toString(),
                "--pack",
                PACK,
                "--on",
                "2023-12-20",
                "--out",
                out.toString(),
                "--verify",
                "200");
        assertThat(said.error()).isEmpty();
        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("已筛查 200 户").contains("全部一致");
        assertThat(out).isDirectoryContaining(file -> file.endsWith("households.parquet"));
    }

    @Test
    void a_raised_standard_is_simulated_and_told_in_both_languages() {
        Path facts = folder.resolve("facts");
        Path out = folder.resolve("out");
        run("generate", "--households", "200", "--seed", "3", "--out", facts.toString());
        Said said = simulate(facts, out, "--set", "dibao.standard=+10%", "--set", "visit.tier-key-days=9");
        assertThat(said.error()).isEmpty();
        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("200 户：", "200 households: ", "花费差额：每月 +", "不影响类别和金额：visit.tier-key-days=9");
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "changes.parquet",
                        "persons.parquet",
                        "summary.csv",
                        "summary.json",
                        "simulation.xlsx",
                        "simulation.html");
        assertThat(simulate(facts, out, "--with", PACK).out()).contains("200 户：0 户增加，0 户减少，0 户改变类别");
    }

    @Test
    void a_change_that_cannot_be_is_a_wrong_command_line_and_names_what_is_near() {
        Path out = folder.resolve("out");
        assertThat(simulate(folder, out, "--set", "dibao.standart=700").status())
                .isEqualTo(2);
        assertThat(simulate(folder, out, "--set", "dibao.standart=700").error())
                .startsWith(
                        "hearth simulate: --set dibao.standart: the pack has no such parameter; nearest: dibao.standard")
                .hasLineCount(1);
        assertThat(simulate(folder, out, "--set", "assets.car-allowed=maybe").error())
                .startsWith(
                        "hearth simulate: --set assets.car-allowed=maybe: assets.car-allowed would be maybe, but has to be true or false");
        assertThat(simulate(folder, out, "--set", "assets.car-allowed=maybe").status())
                .isEqualTo(2);
        assertThat(simulate(folder, out).status()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void facts_that_are_missing_fail_in_one_line() {
        Said said = simulate(folder.resolve("nowhere"), folder.resolve("out"), "--set", "dibao.standard=700");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.error().lines()).singleElement().asString().endsWith("households.parquet is missing");
    }

    private static Said simulate(Path facts, Path out, String... more) {
        var arguments = new ArrayList<String>(List.of(
                "simulate",
                "--facts",
                facts.toString(),
                "--pack",
                PACK,
                "--on",
                "2023-12-20",
                "--out",
                out.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void an_engine_that_is_not_built_is_a_wrong_command_line() {
        assertThat(run("screen", "--facts", "x", "--on", "2023-12-20", "--out", "y", "--engine", "abacus")
                        .status())
                .isEqualTo(2);
    }

    private record Said(int status, String out, String error) {}

    private static Said run(String... arguments) {
        PrintStream out = System.out;
        PrintStream error = System.err;
        var said = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            CommandLine commands = Hearth.commandLine();
            commands.setErr(new PrintWriter(System.err, true));
            int status = commands.execute(arguments);
            return new Said(status, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(error);
        }
    }
}
