package org.hearth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hearth.app.platform.Text;
import org.hearth.linkage.Linkage;
import org.hearth.linkage.LinkageConfig;
import org.hearth.linkage.LinkageFailure;
import org.hearth.linkage.Model;
import org.hearth.linkage.Progress;
import org.hearth.linkage.Quality;
import org.hearth.linkage.Score;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hearth link}: whose records these are, of any two files or within one. */
@Command(
        name = "link",
        description = "把记录与人员对上号，或找出重复记录。 Link the records of two files, or find the duplicates within one.")
final class Link implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "LEFT",
            index = "0",
            description = "记录：CSV（UTF-8、GB18030）或 Parquet。 Records, as CSV or Parquet.")
    @SuppressWarnings("NullAway.Init")
    Path left;

    @Parameters(
            paramLabel = "RIGHT",
            index = "1",
            arity = "0..1",
            description = "登记册；不给则在 LEFT 里找重复。 The register; without it, duplicates within LEFT are found.")
    @Nullable
    Path right;

    @Option(names = "--config", required = true, description = "配置（docs/linkage.md）。 How to compare (docs/linkage.md).")
    @SuppressWarnings("NullAway.Init")
    Path config;

    @Option(names = "--out", description = "结果 CSV。 CSV to write the decisions to.")
    @Nullable
    Path out;

    @Option(
            names = "--model",
            description = "模型文件：有则用，没有则训练后写入。 The trained model: used if there, else trained and written.")
    @Nullable
    Path model;

    @Option(names = "--clusters", description = "每条记录属于哪一组（去重时）。 CSV of every record's cluster (of one file).")
    @Nullable
    Path clusters;

    @Option(
            names = "--explain",
            arity = "2",
            paramLabel = "ID",
            description = "逐项说明这两条记录的得分。 Explain, field by field, the score of two records.")
    @Nullable
    List<String> explained;

    @Override
    public Integer call() throws IOException {
        if (out == null && explained == null) {
            throw new ParameterException(
                    spec.commandLine(), "须给出 --out 或 --explain。 Either --out or --explain is needed.");
        }
        if (clusters != null && right != null) {
            throw new ParameterException(spec.commandLine(), "--clusters 只用于一个文件。 --clusters goes with one file only.");
        }
        Lines lines = new Lines(System.out);
        Progress progress = (step, share) -> lines.at(new Text(step.zh(), step.en()), share);
        try {
            for (Path file : right == null ? List.of(left, config) : List.of(left, right, config)) {
                requireFile(file);
            }
            LinkageConfig read = LinkageConfig.read(config);
            if (out != null) {
                requireFolder(out);
                tell(Linkage.run(new Linkage.Request(read, left, right, out, model, clusters), progress), lines);
            }
            if (explained != null) {
                Model trained = Linkage.train(read, left, right, model, progress);
                explain(Linkage.explain(trained, left, right, explained.get(0), explained.get(1)));
            }
        } catch (LinkageFailure e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private void tell(Linkage.Result result, Lines lines) {
        result.notes().forEach(System.out::println);
        String seconds = String.format(Locale.ROOT, "%.1f", result.took().toMillis() / 1000.0);
        lines.say(
                "比较 " + result.pairs() + " 对，确认 " + result.links() + " 对，待人工确认 " + result.reviews() + " 对，用时 " + seconds
                        + " 秒：" + out,
                "Compared " + result.pairs() + " pairs: " + result.links() + " linked, " + result.reviews()
                        + " for review; " + seconds + " s: " + out);
        result.quality().ifPresent(quality -> tell(quality, lines));
    }

    private static void tell(Quality quality, Lines lines) {
        lines.say(
                String.format(
                        Locale.ROOT,
                        "与已知真值比较：准确率 %.4f，召回率 %.4f，F1 %.4f；连同待确认的召回率 %.4f",
                        quality.precision(),
                        quality.recall(),
                        quality.f1(),
                        quality.recallWithReview()),
                String.format(
                        Locale.ROOT,
                        "Against the truth: precision %.4f, recall %.4f, F1 %.4f; recall with those for review %.4f",
                        quality.precision(),
                        quality.recall(),
                        quality.f1(),
                        quality.recallWithReview()));
    }

    private static void explain(Score score) {
        System.out.printf(Locale.ROOT, "%+8.2f  起点 before anything is compared%n", score.prior());
        for (Score.Part part : score.parts()) {
            System.out.printf(
                    Locale.ROOT,
                    "%+8.2f  %s %s：%s %s（%s | %s）%s%n",
                    part.weight(),
                    part.name().zh(),
                    part.name().en(),
                    part.level().zh(),
                    part.level().en(),
                    part.left() == null ? "—" : part.left(),
                    part.right() == null ? "—" : part.right(),
                    part.frequencyWeight() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    " 其中因常见程度 of which for how common it is %+.2f",
                                    part.frequencyWeight()));
        }
        System.out.printf(Locale.ROOT, "%+8.2f  合计，概率 %.6f total, probability%n", score.weight(), score.probability());
        score.objection()
                .ifPresent(
                        reason -> System.out.println("须人工确认：" + reason.zh() + " For people to decide: " + reason.en()));
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Failure("没有这个文件：" + file + "。 There is no such file: " + file + ".");
        }
    }

    /** Before the work, so that nobody waits for what cannot be kept. */
    private static void requireFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
            throw new Failure("写不了 " + file + "。 " + file + " cannot be written: no such folder, or a folder itself.");
        }
    }
}
