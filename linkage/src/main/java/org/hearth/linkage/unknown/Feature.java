package org.hearth.linkage.unknown;

import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/** What an unknown person and a candidate are compared by. Each compares two descriptions to a level, or says nothing. */
public enum Feature {
    SEX("性别", "sex") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            return found.of().sex() == null || candidate.of().sex() == null
                    ? Optional.empty()
                    : Optional.of(found.of().sex() == candidate.of().sex() ? Level.SAME : Level.OTHER);
        }
    },
    AGE("年龄", "age") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            Integer from = found.of().ageFrom();
            Integer to = found.of().ageTo();
            Integer theirFrom = candidate.of().ageFrom();
            Integer theirTo = candidate.of().ageTo();
            if (from == null || to == null || theirFrom == null || theirTo == null) {
                return Optional.empty();
            }
            // From the middle of what was estimated, so that a wide estimate is not rewarded for being wide.
            double years = Math.abs((from + to) / 2.0 - (theirFrom + theirTo) / 2.0) - (theirTo - theirFrom) / 2.0;
            return Optional.of(
                    years <= 2 ? Level.SAME : years <= 5 ? Level.CLOSE : years <= 10 ? Level.NEAR : Level.OTHER);
        }
    },
    HEIGHT("身高", "height") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            Integer one = found.of().height();
            Integer other = candidate.of().height();
            if (one == null || other == null) {
                return Optional.empty();
            }
            int centimetres = Math.abs(one - other);
            return Optional.of(
                    centimetres <= 2
                            ? Level.SAME
                            : centimetres <= 5 ? Level.CLOSE : centimetres <= 10 ? Level.NEAR : Level.OTHER);
        }
    },
    MARKS("体表特征", "marks") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            return found.marks().like(candidate.marks());
        }
    },
    SPEECH("口音", "speech") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            Optional<Speech> theirs = candidate.speech();
            return found.speech()
                    .flatMap(heard -> theirs.isPresent()
                            ? Optional.of(heard.like(theirs.get()))
                            : Optional.ofNullable(candidate.of().home()).map(heard::spokenIn));
        }
    },
    PLACE("地点", "place") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            return found.of().place() == null || candidate.of().place() == null
                    ? Optional.empty()
                    : Optional.of(apart(
                            Objects.requireNonNull(found.of().place()),
                            Objects.requireNonNull(candidate.of().place())));
        }
    },
    /** Against where somebody in the register lives; whoever was reported missing has the place where they were last seen. */
    HOME("户籍地", "home") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            return found.of().place() == null
                            || candidate.of().place() != null
                            || candidate.of().home() == null
                    ? Optional.empty()
                    : Optional.of(apart(
                            Objects.requireNonNull(found.of().place()),
                            Objects.requireNonNull(candidate.of().home())));
        }
    },
    TIME("时间", "time") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            if (found.of().on() == null || candidate.of().on() == null) {
                return Optional.empty();
            }
            long days = ChronoUnit.DAYS.between(candidate.of().on(), found.of().on());
            // A day of grace: the day of a report is often the day on which it was made.
            return Optional.of(
                    days < -1 ? Level.OTHER : days <= 7 ? Level.SAME : days <= 60 ? Level.CLOSE : Level.NEAR);
        }
    },
    NAME("姓名", "name") {
        @Override
        Optional<Level> compare(Traits found, Traits candidate) {
            String said = found.name();
            String theirs = candidate.name();
            if (said.isEmpty() || theirs.isEmpty()) {
                return Optional.empty();
            }
            boolean whole = said.codePointCount(0, said.length()) > 1;
            return Optional.of(
                    said.equals(theirs)
                            ? Level.SAME
                            : whole && (theirs.endsWith(said) || oneCharacterApart(said, theirs))
                                    ? Level.CLOSE
                                    : said.codePointAt(0) == theirs.codePointAt(0) ? Level.NEAR : Level.OTHER);
        }
    };

    /** How near two descriptions come in one feature; what a level means depends on the feature. */
    public enum Level {
        SAME,
        CLOSE,
        NEAR,
        OTHER
    }

    private final String zh;
    private final String en;

    Feature(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** Its name in Chinese. */
    public String zh() {
        return zh;
    }

    /** Its name in English. */
    public String en() {
        return en;
    }

    /** The level, or nothing where one of the two says nothing. */
    abstract Optional<Level> compare(Traits found, Traits candidate);

    private static Level apart(RegionCode one, RegionCode other) {
        if (sameAt(DivisionLevel.COUNTY, one, other)) {
            return Level.SAME;
        }
        return sameAt(DivisionLevel.PREFECTURE, one, other)
                ? Level.CLOSE
                : sameAt(DivisionLevel.PROVINCE, one, other) ? Level.NEAR : Level.OTHER;
    }

    private static boolean sameAt(DivisionLevel level, RegionCode one, RegionCode other) {
        @Nullable String mine = cut(one, level);
        return mine != null && mine.equals(cut(other, level));
    }

    private static @Nullable String cut(RegionCode region, DivisionLevel level) {
        return region.level().compareTo(level) < 0 ? null : region.at(level).digits();
    }

    private static boolean oneCharacterApart(String one, String other) {
        int[] mine = one.codePoints().toArray();
        int[] theirs = other.codePoints().toArray();
        if (mine.length != theirs.length) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < mine.length; i++) {
            different += mine[i] == theirs[i] ? 0 : 1;
        }
        return different == 1 && mine[0] == theirs[0];
    }
}
