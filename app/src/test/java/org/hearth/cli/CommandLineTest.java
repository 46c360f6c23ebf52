package org.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {

    @TempDir
    Path folder;

    @Test
    void a_plan_is_written_and_the_status_is_0() throws IOException {
        Path plan = folder.resolve("plan.txt");
        assertThat(run("patrol-plan", instance().toString(), "--seconds", "1", "--out", plan.toString())
                        .status())
                .isZero();
        assertThat(plan)
                .content()
                .contains("Route #1: 1\n")
                .contains("Vehicles 1\n")
                .contains("Cost 10.00\n");
    }

    @Test
    void work_that_fails_has_status_1_and_says_why_in_one_line() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.txt"), "C101\n25 200\n0 0\n");
        Said said = run(
                "patrol-plan",
                bad.toString(),
                "--out",
                folder.resolve("plan.txt").toString());
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.error().lines()).singleElement().asString().contains(bad + ", line 3");
    }

    @Test
    void a_missing_file_and_a_missing_folder_have_status_1() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertThat(run(
                                "patrol-plan",
                                nowhere.toString(),
                                "--out",
                                folder.resolve("plan.txt").toString())
                        .status())
                .isEqualTo(1);
        assertThat(run(
                                "patrol-plan",
                                instance().toString(),
                                "--out",
                                nowhere.resolve("plan.txt").toString())
                        .status())
                .isEqualTo(1);
    }

    @Test
    void a_wrong_command_line_has_status_2() throws IOException {
        assertThat(run("no-such-command").status()).isEqualTo(2);
        assertThat(run("serve", "--no-such-option").status()).isEqualTo(2);
        assertThat(run("simulate", "--facts", "facts", "--on", "2023-12-20", "--out", "out")
                        .status())
                .isEqualTo(2);
        assertThat(run("patrol-plan", instance().toString()).status()).isEqualTo(2);
        assertThat(run("patrol-plan", instance().toString(), "--seconds", "0", "--out", "plan.txt")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void what_is_wrong_on_a_command_line_is_said_in_one_line_that_names_the_help() {
        for (String[] wrong : new String[][] {
            {"no-such-command"},
            {"demo", "extra"},
            {"demo", "--households", "many"},
            {"demo", "--households", "0"},
            {"demo", "--port", "70000"},
            {"serve", "--port", "0"},
            {"generate"},
            {"generate", "--households", "-5", "--seed", "1", "--out", "x"},
            {"generate", "--households", "99999999999", "--seed", "1", "--out", "x"},
            {"generate", "--households", "5", "--seed", "1", "--out", "x", "--region", "abc"},
            {"evaluate"},
            {"evaluate", "--format", "xml", "x"},
            {"check-pack"},
            {"screen", "--facts", "x", "--on", "2024-13-01", "--out", "x"},
            {"audit-verify", "extra"}
        }) {
            Said said = run(wrong);
            assertThat(said.status()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(said.error().lines())
                    .singleElement()
                    .asString()
                    .startsWith("hearth")
                    .endsWith(" --help")
                    .doesNotContain("java.");
        }
    }

    @Test
    void what_is_missing_or_unknown_is_named_in_chinese_too() {
        assertThat(run("generate", "--households", "5").error()).contains("缺少：--seed、--out。");
        assertThat(run("link", "records.csv").error()).contains("缺少：--config。");
        assertThat(run("check-pack").error()).contains("缺少：DIR。");
        assertThat(run("demo", "--bogus").error()).contains("不认识：--bogus。");
    }

    @Test
    void a_division_without_a_village_and_a_folder_that_is_a_file_are_said_in_one_line() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        String out = folder.resolve("population").toString();
        Said nobody = run("generate", "--households", "5", "--seed", "1", "--region", "710000", "--out", out);
        Said noFolder = run("generate", "--households", "5", "--seed", "1", "--out", file.toString());

        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.error().lines()).singleElement().asString().contains("no village lies in 710000");
        assertThat(noFolder.status()).isEqualTo(1);
        assertThat(noFolder.error().lines())
                .singleElement()
                .asString()
                .contains(file.toString())
                .doesNotContain("java.");
    }

    @Test
    void every_command_explains_itself() {
        for (String command : Hearth.commandLine().getSubcommands().keySet()) {
            assertThat(run(command, "--help").status()).as(command).isZero();
            assertThat(run(command, "-h").status()).as(command).isZero();
        }
    }

    private record Said(int status, String error) {}

    private static Said run(String... arguments) {
        PrintStream error = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            CommandLine commands = Hearth.commandLine();
            commands.setOut(new PrintWriter(new StringWriter()));
            commands.setErr(new PrintWriter(new StringWriter()));
            int status = commands.execute(arguments);
            return new Said(status, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(error);
        }
    }

    private Path instance() throws IOException {
        return Files.writeString(folder.resolve("early.txt"), """
                early
                1 10
                0 0 0 0 0 100 0
                1 3 4 1 20 30 5
                """);
    }
}
