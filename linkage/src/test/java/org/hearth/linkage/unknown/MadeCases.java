package org.hearth.linkage.unknown;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.Divisions;
import org.hearth.divisions.RegionCode;
import org.hearth.linkage.IdentityNumber.Sex;
import org.hearth.linkage.unknown.UnknownPersons.Candidate;
import org.hearth.linkage.unknown.UnknownPersons.Source;
import org.jspecify.annotations.Nullable;

/**
 * Made people, reports of missing people and people found, whose truth is known. How their descriptions go wrong:
 *
 * <ul>
 *   <li>the age of somebody found is estimated with a spread of 4 years, their sex is wrong in 0.5 %;
 *   <li>a report's height has a spread of 3 cm, a station's of 1 cm; a third of the reports have none;
 *   <li>each mark is told by 80 % of reports and seen by 70 % of stations, its side mistaken in 5 %;
 *   <li>the speech is heard in 70 %, half of these only as that of the province, and 4 % as that of anywhere;
 *   <li>35 % are found in the county where they were last seen, 25 % in the prefecture, 20 % in the province, the rest anywhere;
 *   <li>30 % say a name: half of these the surname alone, a fifth with one character misheard, a tenth a name of nobody;
 *   <li>half belong to the register of the station's prefecture, 60 % were reported missing; the others are in neither.
 * </ul>
 */
final class MadeCases {

    /** Somebody found, and who they are: a number that register and reports share. */
    record Found(int person, Description description, boolean reported, boolean registered) {}

    private static final LocalDate TODAY = LocalDate.of(2024, 1, 20);
    private static final String PREFECTURE = "6229";
    private static final List<String> MARKS = List.of(
            "左臂烫伤疤", "右臂疤痕", "左手缺小指", "右手缺拇指", "额头疤痕", "左脸黑痣", "右脸胎记", "左眼失明", "右眼失明", "右腿跛", "左腿跛", "驼背", "右耳缺损",
            "胸口胎记", "后背白斑", "左手六指", "下巴黑痣", "腹部手术刀口", "左臂纹身", "右臂纹身", "上唇裂", "缺门牙", "颈部疤痕", "左膝疤痕");
    private static final String SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
    private static final String GIVEN = "建国桂英秀兰玉梅志强海军小红文明福贵金花永平春生德顺爱华忠孝月娥成林宝财素珍";

    private final Random chance;
    private final List<RegionCode> counties = new ArrayList<>();
    final List<Candidate<Integer>> candidates = new ArrayList<>();
    final List<Found> found = new ArrayList<>();

    private record Someone(
            int number,
            String name,
            Sex sex,
            LocalDate born,
            int height,
            List<String> marks,
            @Nullable String speech,
            @Nullable String provinceSpeech,
            RegionCode home) {}

    MadeCases(long seed, int registered, int otherReports, int unknown) {
        chance = new Random(seed);
        Divisions.forEach(division -> {
            if (division.code().level() == DivisionLevel.COUNTY) {
                counties.add(division.code());
            }
        });
        List<RegionCode> here = counties.stream()
                .filter(county -> county.digits().startsWith(PREFECTURE))
                .toList();
        int number = 0;
        List<Someone> register = new ArrayList<>();
        for (int i = 0; i < registered; i++) {
            register.add(someone(number++, any(here)));
        }
        List<Description> reports = new ArrayList<>();
        List<Integer> reportedPersons = new ArrayList<>();
        for (int i = 0; i < unknown; i++) {
            boolean inRegister = chance.nextDouble() < 0.5;
            Someone person = inRegister ? any(register) : someone(number++, any(counties));
            boolean reported = chance.nextDouble() < 0.6;
            LocalDate lost = TODAY.minusDays((long) (Math.pow(chance.nextDouble(), 3) * 720));
            RegionCode lostAt = chance.nextDouble() < 0.8 ? person.home() : any(counties);
            found.add(new Found(person.number(), seen(person, lostAt), reported, inRegister));
            if (reported) {
                reports.add(report(person, lostAt, lost));
                reportedPersons.add(person.number());
            }
        }
        for (int i = 0; i < otherReports; i++) {
            Someone person = someone(number++, any(counties));
            reports.add(report(person, person.home(), TODAY.plusDays(60).minusDays(chance.nextInt(780))));
            reportedPersons.add(person.number());
        }
        for (int i = 0; i < reports.size(); i++) {
            candidates.add(new Candidate<>(reportedPersons.get(i), Source.REPORT, reports.size(), reports.get(i)));
        }
        for (Someone person : register) {
            candidates.add(new Candidate<>(
                    person.number(),
                    Source.REGISTER,
                    registered,
                    Description.registered(person.name(), person.sex(), person.born(), person.home(), TODAY)));
        }
    }

    private Someone someone(int number, RegionCode home) {
        Sex sex = chance.nextBoolean() ? Sex.MALE : Sex.FEMALE;
        List<String> marks = new ArrayList<>();
        for (int n = chance.nextInt(3); n > 0; n--) {
            marks.add(any(MARKS));
        }
        String near = null;
        String wide = null;
        for (List<String> cells : Lexicon.read("speech.csv")) {
            for (String region : cells.get(1).split(" ")) {
                if (!region.isEmpty() && home.digits().startsWith(region)) {
                    near = region.length() > 2 || near == null ? cells.get(0) : near;
                    wide = region.length() == 2 ? cells.get(0) : wide;
                }
            }
        }
        return new Someone(
                number,
                one(SURNAMES) + one(GIVEN) + (chance.nextDouble() < 0.8 ? one(GIVEN) : ""),
                sex,
                LocalDate.of(1930, 1, 1).plusDays(chance.nextInt(80 * 365)),
                (int) Math.round((sex == Sex.MALE ? 167 : 157) + 6 * chance.nextGaussian()),
                marks,
                near,
                wide,
                home);
    }

    private Description seen(Someone person, RegionCode lostAt) {
        int age = TODAY.getYear() - person.born().getYear() + (int) Math.round(4 * chance.nextGaussian());
        Sex sex = chance.nextDouble() < 0.005 ? (person.sex() == Sex.MALE ? Sex.FEMALE : Sex.MALE) : person.sex();
        double far = chance.nextDouble();
        RegionCode at =
                far < 0.35 ? lostAt : far < 0.6 ? within(lostAt, 4) : far < 0.8 ? within(lostAt, 2) : any(counties);
        double says = chance.nextDouble();
        String another = one(SURNAMES) + one(GIVEN) + one(GIVEN);
        String name = says > 0.97
                ? another
                : says < 0.7
                        ? ""
                        : says < 0.85
                                ? person.name().substring(0, 1)
                                : says < 0.91
                                        ? person.name()
                                                        .substring(
                                                                0, person.name().length() - 1)
                                                + one(GIVEN)
                                        : person.name();
        String speech =
                chance.nextDouble() < 0.7 ? chance.nextBoolean() ? person.speech() : person.provinceSpeech() : null;
        return new Description(
                name,
                sex,
                Math.max(0, age - 3),
                Math.max(0, age + 3),
                (int) Math.round(person.height() + chance.nextGaussian()),
                told(person.marks(), 0.7),
                speech == null
                        ? ""
                        : (chance.nextDouble() < 0.04
                                        ? someone(-1, any(counties)).speech()
                                        : speech) + "口音",
                at,
                null,
                TODAY);
    }

    private Description report(Someone person, RegionCode lostAt, LocalDate lost) {
        int age = lost.getYear() - person.born().getYear();
        String speech = person.speech();
        return new Description(
                person.name(),
                person.sex(),
                age,
                age,
                chance.nextDouble() < 0.33 ? null : (int) Math.round(person.height() + 3 * chance.nextGaussian()),
                told(person.marks(), 0.8),
                speech == null || chance.nextDouble() < 0.3 ? "" : speech + "话",
                lostAt,
                person.home(),
                lost);
    }

    private String told(List<String> marks, double share) {
        return String.join(
                "，",
                marks.stream()
                        .filter(mark -> chance.nextDouble() < share)
                        .map(mark -> chance.nextDouble() < 0.05
                                ? mark.replace('左', '＃').replace('右', '左').replace('＃', '右')
                                : mark)
                        .toList());
    }

    private RegionCode within(RegionCode county, int digits) {
        return any(counties.stream()
                .filter(other -> other.digits().startsWith(county.digits().substring(0, digits)))
                .toList());
    }

    private <T> T any(List<T> from) {
        return from.get(chance.nextInt(from.size()));
    }

    private String one(String characters) {
        int at = chance.nextInt(characters.length());
        return characters.substring(at, at + 1);
    }

    /** A pair of one person for each who was reported or is registered. */
    List<Weights.Pair> same() {
        Map<Integer, List<Candidate<Integer>>> byPerson =
                candidates.stream().collect(Collectors.groupingBy(Candidate::id));
        return found.stream()
                .flatMap(one -> byPerson.getOrDefault(one.person(), List.of()).stream()
                        .map(candidate -> new Weights.Pair(one.description(), candidate.description())))
                .toList();
    }

    /** As many pairs of two persons as are asked for, half of them with reports. */
    List<Weights.Pair> different(int pairs) {
        List<Candidate<Integer>> reports = candidates.stream()
                .filter(candidate -> candidate.source() == Source.REPORT)
                .toList();
        List<Weights.Pair> drawn = new ArrayList<>();
        while (drawn.size() < pairs) {
            Found one = any(found);
            Candidate<Integer> other = any(chance.nextBoolean() ? reports : candidates);
            if (other.id() != one.person()) {
                drawn.add(new Weights.Pair(one.description(), other.description()));
            }
        }
        return drawn;
    }
}
