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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LinkTest {

    private static final Path FEBRL = Path.of("../linkage/src/test/resources/org/hearth/linkage/dataset1.csv");
    private static final Path CONFIG = Path.of("../linkage/configs/febrl1.yaml");

    @TempDir
    Path folder;

    private record Said(int status, String output, String error) {}

    @Test
    void duplicates_are_written_with_their_clusters_and_measured_against_the_truth() throws IOException {
        Path out = folder.resolve("pairs.csv");
        Path model = folder.resolve("model.json");
        Said said = run(
                "link",
                FEBRL,
                "--config",
                CONFIG,
                "--out",
                out,
                "--model",
                model,
                "--clusters",
                folder.resolve("c.csv"));

        assertThat(said.status()).isZero();
        assertThat(said.output()).contains("F1 1.0000").contains("准确率 1.0000");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.getFirst())
                .startsWith("left_id,right_id,cluster,decision,reason,probability,weight,given_name,surname,");
        assertThat(lines)
                .hasSize(501)
                .anyMatch(line -> line.startsWith("rec-223-org,rec-223-dup-0,rec-223-org,link,,"));

        Said explained =
                run("link", FEBRL, "--config", CONFIG, "--model", model, "--explain", "rec-223-org", "rec-223-dup-0");
        assertThat(explained.status()).isZero();
        assertThat(explained.output())
                .contains("姓 surname：相似（0.92 以上） similar (0.92 or more)（waller | wallner）")
                .contains("起点 before anything is compared")
                .contains("total, probability");
    }

    @Test
    void what_is_wrong_is_said_in_one_line_with_status_1() throws IOException {
        Path config = Files.writeString(
                folder.resolve("wrong.yaml"), Files.readString(CONFIG).replace("surname: text", "surname: words"));
        Path file = Files.writeString(folder.resolve("wrong.csv"), "rec_id,given_name\n1,ann\n");
        Path out = folder.resolve("out.csv");

        oneLine(run("link", FEBRL, "--config", config, "--out", out), "no kind words");
        oneLine(run("link", file, "--config", CONFIG, "--out", out), "has no column surname");
        oneLine(run("link", folder.resolve("nowhere.csv"), "--config", CONFIG, "--out", out), "no such file");
        oneLine(run("link", FEBRL, "--config", CONFIG, "--out", folder.resolve("no/out.csv")), "cannot be written");
        oneLine(run("link", FEBRL, "--config", CONFIG, "--out", out, "--model", config), "is no model");
        assertThat(out).doesNotExist();
    }

    @Test
    void a_wrong_command_line_has_status_2() {
        assertThat(run("link", FEBRL, "--config", CONFIG).status()).isEqualTo(2);
        assertThat(run("link", FEBRL).status()).isEqualTo(2);
        assertThat(run("link", FEBRL, FEBRL, "--config", CONFIG, "--out", "x", "--clusters", "y")
                        .status())
                .isEqualTo(2);
    }

    private static void oneLine(Said said, String problem) {
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.error().lines()).singleElement().asString().contains(problem);
    }

    private static Said run(Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        PrintStream before = System.out;
        PrintStream errorBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            CommandLine commands = Hearth.commandLine();
            commands.setErr(new PrintWriter(new StringWriter()));
            return new Said(
                    commands.execute(texts),
                    out.toString(StandardCharsets.UTF_8),
                    error.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(errorBefore);
        }
    }
}
