package org.hearth.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.hearth.letters.HtmlLetter;
import org.hearth.letters.Language;
import org.hearth.letters.Letter;
import org.hearth.letters.PdfLetter;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Pack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hearth evaluate}: a household document in, a determination or a letter out; many one a line, in order. */
@Command(name = "evaluate", description = "核算一户（或多户，每行一户）。 Decide a household, or many, one a line.")
final class Evaluate implements Callable<Integer> {

    /** How the answer is written. */
    enum Format {
        json("json"),
        text("txt"),
        letter("txt"),
        letterHtml("html"),
        letterPdf("pdf");

        final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        /** As it is typed: {@code letter-pdf}. */
        @Override
        public String toString() {
            return name().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
        }

        static Format of(String typed) {
            for (Format format : values()) {
                if (format.toString().equals(typed)) {
                    return format;
                }
            }
            throw new picocli.CommandLine.TypeConversionException(
                    "json, text, letter, letter-html, letter-pdf: " + typed);
        }
    }

    @Option(names = "--pack", description = "政策包目录（默认全国包）。 Folder of the policy pack (the national one).")
    Path pack = PackFolder.national();

    @Option(
            names = "--format",
            paramLabel = "json|text|letter|letter-html|letter-pdf",
            converter = FormatConverter.class,
            description = "json；text 供经办人看；letter 给本人的信。 json; text for the caseworker; a letter for the household.")
    Format format = Format.json;

    @Option(
            names = "--lang",
            paramLabel = "zh|en",
            converter = LanguageConverter.class,
            description = "信用的语言（默认 zh）。 Language of the letter (zh).")
    Language language = Language.ZH;

    @Option(
            names = "--out",
            paramLabel = "FILE|DIR",
            description = "写到文件；多户时写到目录，每户一个文件。 Write to a file; for many households to a folder, one file each.")
    @Nullable
    Path out;

    @Parameters(paramLabel = "FILE|-", description = "家庭文档；- 为标准输入。 Household documents; - is standard input.")
    @SuppressWarnings("NullAway.Init")
    String file;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    static final class FormatConverter implements picocli.CommandLine.ITypeConverter<Format> {
        @Override
        public Format convert(String typed) {
            return Format.of(typed);
        }
    }

    static final class LanguageConverter implements picocli.CommandLine.ITypeConverter<Language> {
        @Override
        public Language convert(String typed) {
            return switch (typed) {
                case "zh" -> Language.ZH;
                case "en" -> Language.EN;
                default -> throw new picocli.CommandLine.TypeConversionException("zh, en: " + typed);
            };
        }
    }

    @Override
    public Integer call() {
        if (out == null && format == Format.letterPdf) {
            throw new ParameterException(
                    spec.commandLine(),
                    "letter-pdf 要用 --out 写到文件。 letter-pdf needs --out: a PDF is not printed on a terminal.");
        }
        Pack policy = PackFolder.load(pack);
        try (Documents documents = Documents.open(file)) {
            Documents.Document document = documents.next();
            if (document == null) {
                throw new Failure(file + "：没有家庭文档。 There is no household document.");
            }
            Destination destination = new Destination(out, documents.hasNext(), format.ending);
            for (; document != null; document = documents.next()) {
                write(policy, document, destination);
            }
        } catch (IOException e) {
            throw new Failure(file + "：读写不了。 Cannot be read or written: " + e.getMessage(), e);
        }
        return 0;
    }

    private void write(Pack policy, Documents.Document document, Destination destination) throws IOException {
        HouseholdDocument household;
        byte[] answer;
        try {
            household = HouseholdDocument.parse(document.json());
            answer = answer(policy, household);
        } catch (IllegalArgumentException | ArithmeticException e) {
            System.out.flush();
            throw new Failure(file + ", line " + document.line() + ": " + e.getMessage(), e);
        }
        destination.write(household.id(), document.line(), answer);
    }

    private byte[] answer(Pack policy, HouseholdDocument household) {
        var determined = policy.decide(household);
        return switch (format) {
            case json -> utf8(determined.toJson() + System.lineSeparator());
            case text -> utf8(DeterminationText.of(determined, household, policy) + System.lineSeparator());
            case letter -> utf8(letter(policy, household).toText());
            case letterHtml -> utf8(HtmlLetter.page(letter(policy, household)));
            case letterPdf -> PdfLetter.bytes(letter(policy, household));
        };
    }

    private Letter letter(Pack policy, HouseholdDocument household) {
        return Letter.of(policy.decide(household), household, policy.wording(), language);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Where answers go: standard output, one file, or a file for each household in a folder. */
    private static final class Destination {

        private final @Nullable Path file;
        private final @Nullable Path folder;
        private final String ending;
        private final FileNames names = new FileNames();

        Destination(@Nullable Path out, boolean many, String ending) throws IOException {
            boolean intoFolder = out != null && (Files.isDirectory(out) || (many && !Files.exists(out)));
            if (out != null && many && !intoFolder) {
                throw new Failure(out + "：有多户，--out 要写一个目录。 There are several households: --out has to name a folder.");
            }
            this.folder = intoFolder ? Files.createDirectories(Objects.requireNonNull(out)) : null;
            this.file = intoFolder ? null : out;
            this.ending = ending;
        }

        void write(@Nullable String household, int line, byte[] answer) throws IOException {
            if (folder != null) {
                Files.write(folder.resolve(names.of(household, line) + "." + ending), answer);
            } else if (file != null) {
                Files.write(file, answer);
            } else {
                System.out.write(answer);
                System.out.flush();
            }
        }
    }
}
