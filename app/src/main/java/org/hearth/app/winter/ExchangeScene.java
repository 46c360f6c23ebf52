package org.hearth.app.winter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hearth.app.access.Role;
import org.hearth.app.exchange.Exchange;
import org.hearth.app.platform.Progress;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber;
import org.springframework.stereotype.Component;

/**
 * Departments send their files every Monday, one for each county, with the rows of the week before. Of the kinds that a
 * population has, the play takes those that tell of a change in the winter; registers of what was so before are left out.
 */
@Component
class ExchangeScene implements Scene {

    private static final Pattern DATE = Pattern.compile("(20\\d{2})[-年](\\d{1,2})[-月](\\d{1,2})");

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Set<String> PLAYED = Set.of(
            "医保-医疗费用.csv",
            "残联-残疾人证.csv",
            "民政-殡葬.csv",
            "民政-结婚登记.csv",
            "民政-离婚登记.csv",
            "卫健-出生.csv",
            "卫健-死亡.csv",
            "人社-就业失业.csv",
            "住建-危房.csv",
            "供热-欠费.csv",
            "公安-户口变动.csv",
            "公安-走失人员.csv",
            "司法-刑满释放.csv");

    private final Exchange exchange;
    // By the Monday on which it comes, then by county and file name.
    private final Map<LocalDate, Map<RegionCode, Map<String, List<String>>>> post = new TreeMap<>();

    ExchangeScene(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public void prepare(Winter winter) {
        exchange.takeOver(winter.population(), Progress.SILENT);
        post.clear();
        try (Stream<Path> files = Files.list(winter.population().resolve("departments"))) {
            for (Path file : files.filter(file -> PLAYED.contains(String.valueOf(file.getFileName())))
                    .sorted()
                    .toList()) {
                sort(file, winter);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void play(Winter winter, LocalDate day) {
        Map<RegionCode, Map<String, List<String>>> today = post.remove(day);
        if (today == null) {
            return;
        }
        winter.at(day, LocalTime.of(8, 30));
        today.forEach((county, files) -> files.forEach((name, lines) -> winter.run(
                Role.COUNTY_OFFICER,
                county,
                () -> exchange.importFile(
                        "",
                        name.replace(".csv", "-" + day + ".csv"),
                        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))))));
    }

    private void sort(Path file, Winter winter) throws IOException {
        List<String> lines = linesOf(file);
        String header = lines.getFirst();
        LocalDate last = winter.first();
        RegionCode county = winter.regions().getFirst();
        for (String line : lines.subList(1, lines.size())) {
            last = dateIn(line, last);
            county = countyIn(line, county, winter);
            LocalDate monday = last.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            post.computeIfAbsent(monday, day -> new TreeMap<>())
                    .computeIfAbsent(county, code -> new TreeMap<>())
                    .computeIfAbsent(String.valueOf(file.getFileName()), name -> new ArrayList<>(List.of(header)))
                    .add(line);
        }
    }

    private static List<String> linesOf(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            return Files.readAllLines(file, GB18030);
        }
    }

    // A row whose date or number cannot be read goes with the row before it; it is for the import to say what is wrong.
    private static LocalDate dateIn(String line, LocalDate otherwise) {
        Matcher matcher = DATE.matcher(line);
        if (!matcher.find()) {
            return otherwise;
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)));
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    private static RegionCode countyIn(String line, RegionCode otherwise, Winter winter) {
        for (String cell : line.split(",")) {
            if (IdentityNumber.read(cell) instanceof IdentityNumber.Reading.Valid valid) {
                RegionCode county = valid.number().division().at(DivisionLevel.COUNTY);
                if (winter.regions().stream().anyMatch(region -> region.contains(county))) {
                    return county;
                }
            }
        }
        return otherwise;
    }
}
