package org.hearth.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth evaluate}: a household document in, a determination out; many one a line, in order. */
@Command(name = "evaluate", description = "核算一户（或多户，每行一户）。 Decide a household, or many, one a line.")
final class Evaluate implements Callable<Integer> {

    enum Format {
        json,
        text
    }

    @Option(names = "--pack", description = "政策包目录（默认全国包）。 Folder of the policy pack (the national one).")
    Path pack = PackFolder.national();

    @Option(names = "--format", description = "json 或 text。 json or text.")
    Format format = Format.json;

    @Parameters(paramLabel = "FILE|-", description = "家庭文档；- 为标准输入。 Household documents; - is standard input.")
    @SuppressWarnings("NullAway.Init")
    String file;

    @Override
    public Integer call() {
        Pack policy = PackFolder.load(pack);
        try (BufferedReader reader = open()) {
            evaluate(policy, reader, System.out);
        } catch (IOException e) {
            throw new Failure(file + "：读不了。 Cannot be read: " + e.getMessage(), e);
        }
        return 0;
    }

    private BufferedReader open() throws IOException {
        return file.equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(file));
    }

    /** A first line that is no whole document begins one document that fills the input. */
    private void evaluate(Pack policy, BufferedReader reader, PrintStream out) throws IOException {
        int number = 0;
        boolean first = true;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            if (first && !line.strip().endsWith("}")) {
                print(policy, line + "\n" + rest(reader), number, out);
                return;
            }
            first = false;
            print(policy, line, number, out);
        }
        if (first) {
            throw new Failure(file + "：没有家庭文档。 There is no household document.");
        }
    }

    private static String rest(Reader reader) throws IOException {
        var text = new java.io.StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    private void print(Pack policy, String json, int line, PrintStream out) {
        try {
            var determination = policy.decide(HouseholdDocument.parse(json));
            out.println(format == Format.json ? determination.toJson() : DeterminationText.of(determination));
        } catch (IllegalArgumentException | ArithmeticException e) {
            out.flush();
            throw new Failure(file + ", line " + line + ": " + e.getMessage(), e);
        }
    }
}
