package org.hearth.letters;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hearth.policy.Determination;
import org.hearth.policy.Determination.Text;
import org.hearth.policy.HouseholdDocument;
import org.hearth.policy.Wording;
import org.jspecify.annotations.Nullable;

/**
 * A letter as data: the same for the screen, the paper and the ear. It holds names as written and no identity number.
 *
 * @param dated the day beside the title, with the office and the case number where there are
 * @param smallPrint what is needed to replay the decision and to prove it: pack, day, rules, sources, check code
 */
public record Letter(
        Language language,
        String title,
        String dated,
        String greeting,
        List<Section> sections,
        List<String> smallPrint) {

    /** A heading and what stands under it. */
    public record Section(String heading, List<Part> parts) {}

    /** What a section is made of. */
    public sealed interface Part permits Strong, Sentence, Point, Given, Ask, Picture {

        /** Its text in the order in which it is read. */
        List<String> lines();
    }

    /** The one thing to take away. */
    public record Strong(String text) implements Part {
        @Override
        public List<String> lines() {
            return List.of(text);
        }
    }

    /** A sentence or a few. */
    public record Sentence(String text) implements Part {
        @Override
        public List<String> lines() {
            return List.of(text);
        }
    }

    /** One of several. */
    public record Point(String text) implements Part {
        @Override
        public List<String> lines() {
            return List.of(text);
        }
    }

    /**
     * Something that is given.
     *
     * @param sum the arithmetic in one line; null where there is none to show
     * @param terms from when, for how long, and who gives it
     */
    public record Given(
            String what, String amount, @Nullable String sum, String terms) implements Part {
        @Override
        public List<String> lines() {
            var lines = new ArrayList<String>();
            lines.add(what);
            lines.add(amount);
            if (sum != null) {
                lines.add(sum);
            }
            lines.add(terms);
            return lines;
        }
    }

    /** A question, with room to write the answer. */
    public record Ask(String question) implements Part {
        @Override
        public List<String> lines() {
            return List.of(question);
        }
    }

    /**
     * A photograph, upright.
     *
     * @param jpeg its bytes
     * @param caption what it shows, for those who do not see it
     */
    public record Picture(byte[] jpeg, String caption) implements Part {
        @Override
        public List<String> lines() {
            return List.of(caption);
        }
    }

    /**
     * What the office decided on the application, where it has.
     *
     * @param office who decided, as it signs
     * @param number of the case
     * @param what was asked for, such as 最低生活保障
     * @param about the benefits that this can bring
     * @param byTheRules whether the rules say the same, so that their reasons are the decision's
     * @param reason in the officer's words
     * @param granted the benefits that it grants
     * @param reviewOn by when the household is looked at again; null where it is not
     */
    public record Decision(
            String office,
            String number,
            Text what,
            List<String> about,
            boolean approved,
            boolean byTheRules,
            Text reason,
            LocalDate on,
            List<Determination.Benefit> granted,
            @Nullable LocalDate reviewOn) {}

    /** The letter on a determination that no office has decided on yet: what the rules say of the household as it is now. */
    public static Letter of(Determination determined, HouseholdDocument household, Wording wording, Language language) {
        return new Composer(determined, household, wording, language, null).letter();
    }

    /** The letter on what the office decided, with what the rules say as the reasons. */
    public static Letter of(
            Determination determined,
            HouseholdDocument household,
            Wording wording,
            Language language,
            Decision decision) {
        return new Composer(determined, household, wording, language, decision).letter();
    }

    /** All its text, line by line, in the order in which it is read. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(title);
        lines.add(dated);
        lines.add(greeting);
        for (Section section : sections) {
            lines.add(section.heading());
            section.parts().forEach(part -> lines.addAll(part.lines()));
        }
        lines.addAll(smallPrint);
        return lines;
    }

    /** The letter as plain text. */
    public String toText() {
        var text = new StringBuilder();
        text.append(title)
                .append('\n')
                .append(dated)
                .append("\n\n")
                .append(greeting)
                .append('\n');
        for (Section section : sections) {
            text.append('\n').append("【").append(section.heading()).append("】\n");
            section.parts()
                    .forEach(part -> text.append(String.join("\n", plain(part))).append('\n'));
        }
        return text.append('\n')
                .append(String.join("\n", smallPrint))
                .append('\n')
                .toString();
    }

    private static List<String> plain(Part part) {
        return switch (part) {
            case Strong strong -> strong.lines();
            case Sentence sentence -> sentence.lines();
            case Picture picture -> List.of("[" + picture.caption() + "]");
            case Point point -> List.of("· " + point.text());
            case Ask ask -> List.of("· " + ask.question(), "  ______________________________");
            case Given given -> {
                var lines = new ArrayList<String>();
                lines.add("· " + given.what() + " " + given.amount());
                if (given.sum() != null) {
                    lines.add("  " + given.sum());
                }
                lines.add("  " + given.terms());
                yield lines;
            }
        };
    }
}
